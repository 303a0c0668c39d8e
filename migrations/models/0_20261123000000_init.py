from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
SET LOCAL lock_timeout = '4s';
SET LOCAL statement_timeout = '30s';
CREATE TABLE "business" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "slug" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "tagline" VARCHAR(200) NOT NULL,
    "locale" VARCHAR(35) NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "hour_format" SMALLINT NOT NULL,
    "ask_phone" BOOL NOT NULL,
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "business" IS 'The tenant: one shop, with what a shop file says of it as a whole.';
CREATE TABLE "customer" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "name" VARCHAR(200) NOT NULL,
    "phone" VARCHAR(40) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "customer" IS 'Somebody who books.';
CREATE TABLE "location" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "slug" VARCHAR(64) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "zone" VARCHAR(64) NOT NULL,
    "address" TEXT NOT NULL,
    "phone" VARCHAR(40) NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_location_busines_580c20" UNIQUE ("business_id", "slug")
);
COMMENT ON TABLE "location" IS 'Where the shop is; its zone is the one its hours and its customers'' words are meant in.';
CREATE TABLE "channel_account" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "channel" VARCHAR(16) NOT NULL,
    "name" VARCHAR(64) NOT NULL,
    "secrets" JSONB NOT NULL,
    "reply_url" TEXT NOT NULL,
    "active" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "location_id" BIGINT NOT NULL REFERENCES "location" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_channel_acc_channel_4004d5" UNIQUE ("channel", "name")
);
COMMENT ON TABLE "channel_account" IS 'One line into the shop: a webhook account, the chat page, the terminal.';
CREATE TABLE "conversation" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "address" VARCHAR(200) NOT NULL,
    "sender" VARCHAR(200) NOT NULL,
    "state" JSONB NOT NULL,
    "turns" INT NOT NULL,
    "attended_by" VARCHAR(16) NOT NULL,
    "handed_over_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "last_turn_at" TIMESTAMPTZ,
    "account_id" BIGINT NOT NULL REFERENCES "channel_account" ("id") ON DELETE RESTRICT,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_conversatio_account_00492c" UNIQUE ("account_id", "address", "sender")
);
COMMENT ON TABLE "conversation" IS 'One sender''s dialogue with the shop. Its row is the lock under which turns are taken.';
CREATE TABLE "customer_address" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "sender" VARCHAR(200) NOT NULL,
    "account_id" BIGINT NOT NULL REFERENCES "channel_account" ("id") ON DELETE RESTRICT,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "customer_id" BIGINT NOT NULL REFERENCES "customer" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_customer_ad_account_f67ce8" UNIQUE ("account_id", "sender")
);
COMMENT ON TABLE "customer_address" IS 'Whose sender''s address this is, on this account: what a customer may see hangs on it.';
CREATE TABLE "inbox" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "dedupe_key" VARCHAR(300) NOT NULL,
    "text" TEXT NOT NULL,
    "choice" VARCHAR(64),
    "occurred_at" TIMESTAMPTZ,
    "received_at" TIMESTAMPTZ NOT NULL,
    "status" VARCHAR(16) NOT NULL,
    "attempts" SMALLINT NOT NULL,
    "retry_at" TIMESTAMPTZ,
    "turn" INT,
    "done_at" TIMESTAMPTZ,
    "error" VARCHAR(500),
    "account_id" BIGINT NOT NULL REFERENCES "channel_account" ("id") ON DELETE RESTRICT,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "conversation_id" BIGINT NOT NULL REFERENCES "conversation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_inbox_account_1a1c68" UNIQUE ("account_id", "dedupe_key")
);
COMMENT ON TABLE "inbox" IS 'A customer''s message, as it was acknowledged.';
CREATE TABLE "opening_hours" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "weekday" SMALLINT NOT NULL,
    "opens" SMALLINT NOT NULL,
    "closes" SMALLINT NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "location_id" BIGINT NOT NULL REFERENCES "location" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "opening_hours" IS 'One period in which a location is open on a weekday (0 is Monday).';
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "turn" INT NOT NULL,
    "author" VARCHAR(16) NOT NULL,
    "body" JSONB NOT NULL,
    "status" VARCHAR(16) NOT NULL,
    "attempts" SMALLINT NOT NULL,
    "unknown_sends" SMALLINT NOT NULL,
    "retry_at" TIMESTAMPTZ NOT NULL,
    "lease_until" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "sent_at" TIMESTAMPTZ,
    "error" VARCHAR(500),
    "account_id" BIGINT NOT NULL REFERENCES "channel_account" ("id") ON DELETE RESTRICT,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "conversation_id" BIGINT NOT NULL REFERENCES "conversation" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "outbox" IS 'A reply, written in the transaction of what it tells, and how its delivery goes.';
CREATE TABLE "policy" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "slug" VARCHAR(64) NOT NULL,
    "min_notice_minutes" INT NOT NULL,
    "horizon_minutes" INT NOT NULL,
    "step_minutes" INT NOT NULL,
    "cancel_cutoff_minutes" INT NOT NULL,
    "reschedule_cutoff_minutes" INT NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_policy_busines_9cc9d5" UNIQUE ("business_id", "slug")
);
COMMENT ON TABLE "policy" IS 'The rules of booking: `default`, or a service''s own under its slug.';
CREATE TABLE "resource" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "slug" VARCHAR(64) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "units" SMALLINT NOT NULL,
    "aliases" JSONB NOT NULL,
    "party_min" SMALLINT NOT NULL,
    "party_max" SMALLINT NOT NULL,
    "own_hours" BOOL NOT NULL,
    "position" SMALLINT NOT NULL,
    "active" BOOL NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "location_id" BIGINT NOT NULL REFERENCES "location" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_resource_busines_e73373" UNIQUE ("business_id", "slug")
);
COMMENT ON TABLE "resource" IS 'A person, chair, table, room or pool of seats: whatever a booking occupies.';
CREATE TABLE "date_override" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "day" DATE NOT NULL,
    "periods" JSONB NOT NULL,
    "reason" VARCHAR(200) NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "location_id" BIGINT NOT NULL REFERENCES "location" ("id") ON DELETE RESTRICT,
    "resource_id" BIGINT REFERENCES "resource" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "date_override" IS 'Special hours, or none, of a location or of one resource on one civil day.';
CREATE TABLE "leave" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "starts_at" TIMESTAMPTZ NOT NULL,
    "ends_at" TIMESTAMPTZ NOT NULL,
    "reason" VARCHAR(200) NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "resource_id" BIGINT NOT NULL REFERENCES "resource" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "leave" IS 'Time in which a resource is away, as instants.';
CREATE TABLE "service" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "slug" VARCHAR(64) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "aliases" JSONB NOT NULL,
    "duration_minutes" INT NOT NULL,
    "buffer_before_minutes" INT NOT NULL,
    "buffer_after_minutes" INT NOT NULL,
    "price_minor" INT,
    "position" SMALLINT NOT NULL,
    "active" BOOL NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "policy_id" BIGINT NOT NULL REFERENCES "policy" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_service_busines_d3833d" UNIQUE ("business_id", "slug")
);
COMMENT ON TABLE "service" IS 'Something sold by appointment.';
CREATE TABLE "booking" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "code" VARCHAR(8) NOT NULL,
    "status" VARCHAR(16) NOT NULL,
    "starts_at" TIMESTAMPTZ NOT NULL,
    "ends_at" TIMESTAMPTZ NOT NULL,
    "party_size" SMALLINT NOT NULL,
    "price_minor" INT,
    "currency" VARCHAR(3) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "phone" VARCHAR(40) NOT NULL,
    "hold_expires_at" TIMESTAMPTZ,
    "cancel_cutoff_minutes" INT NOT NULL,
    "reschedule_cutoff_minutes" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "customer_id" BIGINT NOT NULL REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "location_id" BIGINT NOT NULL REFERENCES "location" ("id") ON DELETE RESTRICT,
    "service_id" BIGINT NOT NULL REFERENCES "service" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_booking_busines_8946c6" UNIQUE ("business_id", "code")
);
COMMENT ON TABLE "booking" IS 'An appointment, or the hold that may become one, with the policy it was made under.';
CREATE TABLE "booking_event" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "at" TIMESTAMPTZ NOT NULL,
    "actor" VARCHAR(64) NOT NULL,
    "action" VARCHAR(16) NOT NULL,
    "before" JSONB,
    "after" JSONB NOT NULL,
    "booking_id" BIGINT NOT NULL REFERENCES "booking" ("id") ON DELETE RESTRICT,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "booking_event" IS 'A change of a booking: who made it, when, from what to what. Never updated, never deleted.';
CREATE TABLE "occupancy" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "unit" SMALLINT NOT NULL,
    "starts_at" TIMESTAMPTZ NOT NULL,
    "ends_at" TIMESTAMPTZ NOT NULL,
    "status" VARCHAR(16) NOT NULL,
    "booking_id" BIGINT NOT NULL REFERENCES "booking" ("id") ON DELETE RESTRICT,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "resource_id" BIGINT NOT NULL REFERENCES "resource" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "occupancy" IS 'One unit of one resource, taken by a booking for a period with its buffers: what the exclusion guards.';
CREATE TABLE "service_resource" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "position" SMALLINT NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "resource_id" BIGINT NOT NULL REFERENCES "resource" ("id") ON DELETE RESTRICT,
    "service_id" BIGINT NOT NULL REFERENCES "service" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_service_res_service_c8d123" UNIQUE ("service_id", "resource_id")
);
COMMENT ON TABLE "service_resource" IS 'Who or what can do a service, in the order of preference.';
CREATE TABLE "working_hours" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "weekday" SMALLINT NOT NULL,
    "opens" SMALLINT NOT NULL,
    "closes" SMALLINT NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "resource_id" BIGINT NOT NULL REFERENCES "resource" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "working_hours" IS 'One period in which a resource works on a weekday (0 is Monday).';
CREATE TABLE "aerich" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSONB NOT NULL
);

-- What the models cannot say. First of all the promise: no unit of a resource is taken twice.
-- int8range/int4range stand in for btree_gist, so that any Postgres will do; a NULL would slip through, so none is allowed.
ALTER TABLE "occupancy" ADD CONSTRAINT "occupancy_no_overlap" EXCLUDE USING gist (
    int8range("resource_id", "resource_id", '[]') WITH =,
    int4range("unit", "unit", '[]') WITH =,
    tstzrange("starts_at", "ends_at", '[)') WITH &&
) WHERE ("status" IN ('held', 'confirmed'));
ALTER TABLE "occupancy" ADD CONSTRAINT "occupancy_period_valid" CHECK ("ends_at" > "starts_at");
ALTER TABLE "occupancy" ADD CONSTRAINT "occupancy_status_known"
    CHECK ("status" IN ('held', 'confirmed', 'cancelled', 'expired', 'released'));
ALTER TABLE "booking" ADD CONSTRAINT "booking_period_valid" CHECK ("ends_at" > "starts_at");
ALTER TABLE "booking" ADD CONSTRAINT "booking_party_valid" CHECK ("party_size" >= 1);
ALTER TABLE "booking" ADD CONSTRAINT "booking_status_known"
    CHECK ("status" IN ('held', 'confirmed', 'cancelled', 'expired', 'released'));
ALTER TABLE "booking" ADD CONSTRAINT "booking_hold_expires"
    CHECK ("status" <> 'held' OR "hold_expires_at" IS NOT NULL);
ALTER TABLE "resource" ADD CONSTRAINT "resource_units_valid" CHECK ("units" BETWEEN 1 AND 1000);
ALTER TABLE "resource" ADD CONSTRAINT "resource_party_valid" CHECK ("party_min" BETWEEN 1 AND "party_max");
ALTER TABLE "resource" ADD CONSTRAINT "resource_kind_known"
    CHECK ("kind" IN ('person', 'chair', 'table', 'room', 'seats'));
ALTER TABLE "opening_hours" ADD CONSTRAINT "opening_hours_valid"
    CHECK ("weekday" BETWEEN 0 AND 6 AND "opens" BETWEEN 0 AND 1439 AND "closes" > "opens" AND "closes" <= 2880);
ALTER TABLE "working_hours" ADD CONSTRAINT "working_hours_valid"
    CHECK ("weekday" BETWEEN 0 AND 6 AND "opens" BETWEEN 0 AND 1439 AND "closes" > "opens" AND "closes" <= 2880);
ALTER TABLE "leave" ADD CONSTRAINT "leave_period_valid" CHECK ("ends_at" > "starts_at");
ALTER TABLE "service" ADD CONSTRAINT "service_minutes_valid"
    CHECK ("duration_minutes" > 0 AND "buffer_before_minutes" >= 0 AND "buffer_after_minutes" >= 0);
ALTER TABLE "policy" ADD CONSTRAINT "policy_minutes_valid"
    CHECK ("min_notice_minutes" >= 0 AND "horizon_minutes" > 0 AND "step_minutes" > 0
           AND "cancel_cutoff_minutes" >= 0 AND "reschedule_cutoff_minutes" >= 0);
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_attended_known"
    CHECK ("attended_by" IN ('assistant', 'person'));
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_status_known" CHECK ("status" IN ('pending', 'done', 'failed'));
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_status_known" CHECK ("status" IN ('pending', 'sent', 'failed'));

-- A unit lies between 1 and the resource's units. The unique index makes `units` a key column, so that changing it
-- takes a lock that conflicts with the FOR KEY SHARE of an occupancy being written: neither can overtake the other.
CREATE UNIQUE INDEX "resource_id_units" ON "resource" ("id", "units");
CREATE FUNCTION "occupancy_unit_exists"() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE available smallint;
BEGIN
    IF NEW."status" NOT IN ('held', 'confirmed') THEN RETURN NULL; END IF;
    SELECT "units" INTO available FROM "resource" WHERE "id" = NEW."resource_id" FOR KEY SHARE;
    IF NEW."unit" < 1 OR NEW."unit" > available THEN
        RAISE EXCEPTION 'resource % has % units, there is no unit %', NEW."resource_id", available, NEW."unit"
            USING ERRCODE = 'check_violation', CONSTRAINT = 'occupancy_unit_exists';
    END IF;
    RETURN NULL;
END $body$;
CREATE TRIGGER "occupancy_unit_exists" AFTER INSERT OR UPDATE ON "occupancy"
    FOR EACH ROW EXECUTE FUNCTION "occupancy_unit_exists"();
CREATE FUNCTION "resource_units_in_use"() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF EXISTS (SELECT FROM "occupancy" WHERE "resource_id" = NEW."id" AND "unit" > NEW."units"
               AND "status" IN ('held', 'confirmed') AND "ends_at" > now()) THEN
        RAISE EXCEPTION 'resource % cannot go down to % units: a unit beyond that is booked', NEW."slug", NEW."units"
            USING ERRCODE = 'check_violation', CONSTRAINT = 'resource_units_in_use';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER "resource_units_in_use" BEFORE UPDATE OF "units" ON "resource"
    FOR EACH ROW WHEN (NEW."units" < OLD."units") EXECUTE FUNCTION "resource_units_in_use"();

-- The hot path: what is pending, by conversation; what is taken, by resource; whose bookings these are.
CREATE INDEX "inbox_pending" ON "inbox" ("conversation_id", "id") WHERE "status" = 'pending';
CREATE INDEX "inbox_conversation" ON "inbox" ("conversation_id", "id");
CREATE INDEX "outbox_pending" ON "outbox" ("conversation_id", "id") WHERE "status" = 'pending';
CREATE INDEX "outbox_conversation" ON "outbox" ("conversation_id", "id");
CREATE INDEX "occupancy_taken" ON "occupancy" ("resource_id", "ends_at") WHERE "status" IN ('held', 'confirmed');
CREATE INDEX "occupancy_booking" ON "occupancy" ("booking_id");
CREATE INDEX "booking_customer" ON "booking" ("customer_id", "starts_at") WHERE "status" = 'confirmed';
CREATE INDEX "booking_held" ON "booking" ("hold_expires_at") WHERE "status" = 'held';
CREATE INDEX "booking_event_booking" ON "booking_event" ("booking_id");
CREATE INDEX "conversation_with_person" ON "conversation" ("business_id", "handed_over_at")
    WHERE "attended_by" = 'person';
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    # Before the first version there is nothing: take a backup before running this on anything that matters.
    return """
DROP TABLE IF EXISTS "business",
    "customer",
    "location",
    "channel_account",
    "conversation",
    "customer_address",
    "inbox",
    "opening_hours",
    "outbox",
    "policy",
    "resource",
    "date_override",
    "leave",
    "service",
    "booking",
    "booking_event",
    "occupancy",
    "service_resource",
    "working_hours";
DROP FUNCTION IF EXISTS "occupancy_unit_exists", "resource_units_in_use";
"""


MODELS_STATE = (
    "eJztXWuP27gV/SuEv2wKqEHmlaRpUWAmzXanncSLzLRbtChUWqJtYmTRK1HjOG3+e0lZsl"
    "6UbNmShmbul2Qs8VL2uRTJe+6D/x0tmEu88OUNY4/Un43eof+OfLwg4o/yLQuN8HKZ3ZAX"
    "OJ54cdtJrtEk5AF2uLg8xV5IxCWXhE5Al5wyXza+9pHoiVGfL4jPLcQCxOcEzZnnij8wRw"
    "u8RhPisAVBzBcdrCifx02WzKPOGlGOVjgUzVyCIt8lwUv5YJc54smbX9HXMyKf/hoRm7MZ"
    "EW0D8aR//Ws0iULqkzBGxBHYjP79b/EXFUJfSCibyI/LR3tKiecWIKaulImv23y9jK/d0N"
    "mtz3+M28pfNbEd5kULP2u/XPM587cC4jfKqzPikwBzIp/Ag0ji7keel2goVcXmB2RNNt8y"
    "J+OSKY48qT0pvfkC2bWRbX8aP9j3Hx5se1TRbCqRU0RyyWG+HBXiq4YxADP5FX77u/Pzi4"
    "s3568uXr+9unzz5urtq7eibfx9q7fefNt8mQytTVcxZrd/vv30IL8QE0NvMyTlhW+xDOZ4"
    "IxUrI0M/1lUF//dzHKjRT9uX8Bc/rIx/inaTAtILmQay12UIFSzwF9sj/ozPxce3DeD+/f"
    "rz+5+uP794+5siwJ+SG+fyjkQ6QzbkmEdhG2wzCQPRPXu9B7xnr2vxlbcqAAc8tDGvYvwn"
    "gRKnC1KLcyZYgtpNJF+mf5wg8A1AP9x+/HD/cP3xZ9n9Igx/9WK4rh8+yDvn8dV16eqLsl"
    "K2naBfbh9+QvIj+uf404cYThbyWRA/MWv38M+R/E444sz22crGbh6T9HJ6qaBk4ruHqDgn"
    "BgrWWsFL8S6u7ZB+VSxD9wvsebUbgaLk7g1BV4o963dDcHH+5vV2CyA/NC369x+v7+7SVT"
    "4HakAdYi+oz4IqqvWAFqUOQjTZQenypiSYnp9dvrl8e/H6cgvs9koTulVgnSgIiO+sW22Z"
    "cjIGLuwXe6zrF7XL+kV5VY//b4Fu2n44ZEejQXA9f/VqD2RFq1ps43uliUFg1ArerYBx+F"
    "7uA+9lPbqXFXClYW2TL0sqlscD9iwK8Q72LppNyCZtXRzsO8SzHdFmOpXrZsSJwuCrXW9r"
    "5Yfby5zQ0isU58yJG3nkcMQb+wDUVRuegMgff8B0VpQEK0zrqSxaugequSgJatZazSlLb7"
    "cl3UuCJk2VgxDweQsy5GxBgtYqKAmCCg5WgcccLL9paxWUBEEFB6sgJMGTJJvaaqAoBwpo"
    "pQDpgp0+Kt2AefdtURs/soDQmf9Xso41ciu+uzRbFPCnvvJcVyemim/pcEuvjrb2c4BXW9"
    "91eTUUGIhfTniMwmexSH++ff8wUk45HeB7l+vKUHxL8+we+CbzQgfw3mc9GYpucQ7dA9x0"
    "59EBuu9zXRkKb2mfVoOvnIsn2Hlc4cC1ayZl8kTks6sLZCL3418/E287F9TMxpugpA+yK4"
    "NAL4xP5jjRUow7quKC2oA1Tjpam4SUHGnsnOVGWGHsVW8tzhflK9jHs/gnyWfLJ6lGV33c"
    "3Hb07Qyes8m26e4QOuTMsT8jiE0RRkkH79BqzjYRa5Rb4gPxLTQN2EL8iTniLP7/JfokHh"
    "SghLywkB9/3LyoriKSrtdHKQLqIHhOl02zheqD59qzZcCSnQBLJmYdVdxEvZN0K2Cge//1"
    "5R5u0teXtW5SeetbGV6lJdSIr3rdNgHg7gMjJ2Qq9uVVgP9yP/5UQ+9uJcpTE3U4+h/yaH"
    "iCwT8NuEooCtNRiueLj9f/KEP9/m58U55nZAc35YE95SojqR72rcBRqOs2vIeGPd06tvZp"
    "FOSASzyYzAWvEtC5OqqiPzo3l+p1LLxZT6aiW5hmW9NhvdIX6dhWURe5cd9AW+Rb7WQsHu"
    "YEceJjn7+TCXconLNlknUXUwY4voKm1BP38DqUdAMVl0NxZzVnHqkyE910CQyExvO81cBA"
    "hF6kmIUaUsyS9t3YUc+rgJ7NVP0D0QcDt5dQdI5nHm0XjJ4TMS4cvReMpSPVawVxJmHgOL"
    "642idX5ao+WeWqDDDkA/WdDzRnUWBPWbBQke3NCYIl0QEzBM/73XR0kSKIw0e7JhtI2CQe"
    "wX4NZ5WXK0EqtvpeX5hurwzLWN2Mx3cFxurmtrRJ+/S3jzcfPr84i4e0aER5DU3yRIJQSX"
    "zXDuCcxHCD91W/YxcyEwaYkMUPdMe+tx5toyVOwTmXWA8V31yF6NoneAY7DouODp8Rq7jv"
    "E+9609kJDoW9AmjSkKVjwTIvuEsZxHkkTAYGcBZzjGXxqKNjsX6OS1CZipGYEMXm1DkWpM"
    "9JN6bClISqHomSeSG9vQb1ldY8BTdeXRXrGXJn09bGucY7ifKxT5BkepD4ySyuSCdZ7HeS"
    "syaTOWOPKOnOim86kuleil+z+chJsKA+9qpseYf9KqvgJT9W3o8hgyJ4J8Gi59S2N4mTiR"
    "jI4XQfkwRseo+uipAIk1Zl6tSHHuVEhg8+Gv1hGvlxTB+aRNTj1A9fyuf9sS+qfeiQpIAs"
    "vbUdBYop5YF8qS1OkRMywL/RxDp8+MdDM+hb0uFu/OnPafOyJqpxpU+t6cyt0IBcZrrCni"
    "yVCdxb/VxvFvcGcX4a7FyhdAGEWuqtCsic1wPf/TLn9/GfiEdJ92MXhPf7XFcGYd8vCZfH"
    "TEXBlTBtIODKLfdi30Iiz3v4IUQuxR6bRSQ7HEJSZi/RLQ9RwFaIhvFFMfAeN2dEoNWcOq"
    "JlFPghwgFBHD8SX83F9fIUJTOXpx9dN0hm2c3zgabTZ6W1Gmi6nOL2zhzMRAxkknqJGUze"
    "iRYgZxKA8Z4YcwFHK7ouFdCDrJOPNYasi9eQqjJqJ/Vte4jJqgQVci7nAteetIqILYkNyH"
    "3iMKTSbOB9Dea+/SpzHAPHxBbvkJLjFWmoOK5zZQrgXetfNHN5Vw+H3JarzgF6L8vC+63z"
    "+51Yqa3Z3aIckLsH8+vg4gB+XUdV9Mev54ixI+E1Nla+DHJxtj2CY6f+hH05jlu/lV18FB"
    "rHs1Pcte0VBcwifjRO47gPA4Hq1QmRJnSoHBC5ZI8G50O+1U7Hw71oOmHuOi6sKeuGhFW3"
    "QU0bqGCh8fJuNZD6+geGnnIBADjvr8fz/oCNqYfeXDYGTEQwEXVURbcm4j7mS1LZrZsTCg"
    "xCvGhfbyIQjs1hTLfb11lAgyloDWHBpLA1GDI5ZHfbM3YusGS3XfPLnIW5YKdEFvE5DREN"
    "LcT8zd8JsfAuLd2XPg0t8FqIEyQPIQhlc8qrllFvT9kVUAVRVLotllaDwQXxPf2bXeDHAT"
    "/O964COOgU7CQdVQGuNI1A3suVBmcRPtdZhH2aZpIhHT+RIKAuGSnsssJ9q8kokzxpHMO4"
    "bbrb07QkDsUekiVCpWkUIJ/5ol18vluaRCUviwuyrHpar0laRfKzQ5+oh1y8VjioOu0a/F"
    "oar7VWg5klFKj2CqjBT5o3uQJOd55SoSqp/LKzigSUua3KmORE9MiMMKyMCQ7bndSWSRjn"
    "P+yFKAA79dntVCip8OwqSLdArVVQEjxIBZqFswNToI0qoKiFHvjuV9RCNaF0gG+LEruazS"
    "T7wluaRLUiCQrhzQqSoBz+XE8SbGOt9zpYPuFNfgjRYtO5JY9Moxyt5MlpzqPPVh5xZzVn"
    "xbeT3uVedYkbLYn9SNbgYtVn9bSabP9MYxUt1NtORSkDXa0Xe1lQFw0W1IXiGDHyRcG411"
    "fZTNsbgW9TWGUfJTadOaOqVbWpTnIqcRDgmi2pfRfyZU58ONghIcUlUcjz1TnPNyAOoU8H"
    "6bkkamDsuEmKlnV7olYVqzKJARnUJfHdJAb3FIugyPoxi6WqAHrzAYF5OWOK+XRxOGBAeL"
    "A+aHLK5GAF0nlikiVBqtptrHllGMPaWdErl/nkgHclJwavis6vCgkC1ipeeitgnslztZcJ"
    "f9Vgwl9BtLQm/BV4oTVSQb5Kc/uI6aowqAJ8oafhC4Wo6QGipks14I8F2syC/mWYFdOqVs"
    "7RO4KflF7RzQ2ryR3qbZvsdIc+CAsEUT+puI+zgGWZS7rC641zMx40XFGwp704xDxrvFJa"
    "DX5PocOAhwfYwgVBoLT1Nod99xAV58RAwVorGKK+IerbSCNPm5Dj71cFYGc/m539PDGxp4"
    "qvzkGx25BvlemXCwdvsP7yrfYoX0TkAWvJoWzCbvs9ojxEX2W2anIwW/ynuBYnvSLsu/Gn"
    "NBA2/AGtWOBuDmpbEGHoCYNPVcCot+coY2zzM07oRTMIr9VnobCazEypqxbb07S9ESGffY"
    "cg6l+PdzBwe9n7f21ZkPfr4PV4T3jw1p4QWR8P/iwnRPZmvA4dEA71pXusLw00AdioOqqi"
    "Wxu13oaCSsPtKg1vvMLHFho21YleTLRJqkUdCVa5RpWJUMWm9nEwjZfEF9/jp7QnE2FKCa"
    "MjoTKQWuu1wPfYcaKlWGnXIwUZlt20mtgwVmi2kw4b+wQJzHm5gJuFOH4kPpqsEUbJioWm"
    "LBCfNmWq0IryeUxYTaLplARhUoJbElvki+OJ5ZL5aBYJUBRxFMM9FuIvNN6dWg3EmBweVf"
    "ybc6BSGZOMhC5SoCCW5TsIdYBYFsMVfBr5t4Mxrt2n3iYbjvYUVUHOpMUHcne+NxVALBHw"
    "tDqqor9YoknGpB4Lr3GcbAXdwkoHgVrfUaBWgfdU8VMlXrSBotq0tLdk7H40VUIA5bJvtg"
    "cQ0BDJTuWpAxitCHl08Rq9eCWvf2S++PAbNQV1fJdAL2m8qFoN9FKi0rYMU07MpB1OFyST"
    "fF1aVy3aCgGapRx6jynPWW2GM5MCPMG01GIKhsMJwLTUWxX9mZZQGr8NvvuVxn8m6yfizc"
    "Xbiw2sRvsnbrqf4XONArL01hZaBZRzYY9QP/Z1CzE/xJvzmth04wOnHHHieaEV55LM2Sr2"
    "k4vH0ycSrNGMEYUnvo8HgFGk8XJgNRhFQxZS1G2W6rqSIo4EKK1K7WUSA8aT4zCkcbmSUV"
    "+49u60cxVWfP0pe2n74Y/Yex43dy+H6Z2GKxpKQUMp6AKgkS+Pq/HtUAa9tEW1IgzQ6ldl"
    "+4Qm5pOLP/IIDokd+Zx6bbVcEoUa0Trr2QmIxP2Al7koCa+z1moW6xg/JCQ4E4PXWGf9Qq"
    "l3KPU+GNoQLvp9qgBKvYNvT2dV9Ofbg1LvUOpdT5h1L/X+M/OoOsc5uWM1eU+XWZvd1d7n"
    "BAWRR0Lpwkxil9+h/ySa+Y+F4szikARP1CE/iFYrH0VCuUHs2JSl1hQl4LvpE4r4ndhSaz"
    "X4TaGIX4910BbUFzYuF2+TLf6MuCoqsnacq4VN2mV25rCes4B+Fai0B1khCQgrEA45WR4A"
    "b1kMsFUZonLr59lOxNl0egDItfKAtjpL1JkTV2yDDke8sQ9AHfguXXZ+QLIMSrLUG6V531"
    "VsXh1Zn+x+04tBiPdanmybgKuw3PPJufW2ez4beJ/Y5yUJQuZbyJljGsjaYKIfCwWMLaSV"
    "vWTMk0Z4SDBP6oCRJxLkKofFxdCoOuy5077Bmj+xOd0Ca/55rHkoyd9vSX4xNykmj3p80/"
    "YG4tt9QK6sL3hA3CgdOhT3rN/5uYt4UexRrExwro/cz4kMH7w/+sM08jfpUJOIepz64Uv5"
    "vD+O+t3iDRbSv8QBX0sTvO34LgjCGK9Cir8cCOlGECDNF5lY+XZdEW+xZSfYVyNakCshKn"
    "b0Xl+Qbq8MO0PcjMd3hRni5rZ8AMrfPt58EMtfPF2IRpQXdse5QcxCqva/7xjDOTnIlCgE"
    "jnD6pNgDN47fTGjAwZuafic7doEwffYAQSj6AZy1jqqAoh964Hts0Y/nPgZHs7SHWsdAKZ"
    "FPuQFpgdJd2oUhw7JoZCRnqNBjx1LhzBYTkXJZRz44A4u7loKrjj546hcWPJp48FSfLsvU"
    "w6vwWOacv/UOyzDXaKe/8p4tCJ9L32DIPDc+w2i5ZOKXLojPqy7I3c3Bq3hiu24LvIrgVT"
    "TRqwjeGs28NW4UbMym9nGXKlGT2JUOwy3lCYP2hEyF3X4A0LXyxtDhXUONp1z8ezDSFXEA"
    "uuLNCZJUGFVpiHpfTlHqIFg1I0o6BxbcZOAmAzeZMbuIgd1km6zm1gooiAH84CI7DRdZls"
    "N/JLpZwQBDsS284Ec4x5KshSMpaPMOuCt7M44l6Q12ZwzA0zdlGCmQ3cnb2+0Sjn6ZM5n7"
    "E5914GAfuSyr5GGlByOwQNbyYFO0DIgwOomYn6rc/lE9KWn/nCdi+6OA+ddmM2E1MP9gGo"
    "66NQ3BXnl2ewWOiX52FaRrXFsNFOVAAWA0nobRmNsBHQmveXn/ZXSL7zic090xvDqf010I"
    "E1PYUeUwsnojarVpefw53SlcSPYYdnBKd7sO4Tg6jRdUq8FwgjO6O0+fhDO64YxubfEEu/"
    "7ZjUqw68Gs1FEV/ZmVYPm0wVdny+da2AnOfKSweZI7VpO1g7M2u8ycelQ7NjW+FzvjyCi8"
    "egtCnoOg9LzUpwbkREzMDri62ic74OqqPjtA3iuF6omXqgXCSXMD0T3bK/firCH34qyaey"
    "GeyInqoJn63IucCBxz3TLLorIVG3Ix+/Z/G//mWg=="
)
