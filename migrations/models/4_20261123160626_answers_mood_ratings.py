from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
SET LOCAL lock_timeout = '4s';
SET LOCAL statement_timeout = '30s';
CREATE TABLE "faq_entry" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "slug" VARCHAR(64) NOT NULL,
    "question" TEXT NOT NULL,
    "wordings" JSONB NOT NULL,
    "answer" TEXT NOT NULL,
    "language" VARCHAR(35) NOT NULL,
    "valid_from" DATE,
    "valid_until" DATE,
    "taught" BOOL NOT NULL,
    "position" SMALLINT NOT NULL,
    "active" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_faq_entry_busines_9e69e9" UNIQUE ("business_id", "slug"),
    CONSTRAINT "faq_entry_says_something" CHECK ("question" <> '' AND "answer" <> ''),
    CONSTRAINT "faq_entry_validity" CHECK ("valid_until" >= "valid_from")
);
COMMENT ON TABLE "faq_entry" IS 'A question that customers ask, and the shop''s answer: of its file, or taught by the owner since.';
CREATE TABLE "faq_gap" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "text" TEXT NOT NULL,
    "offered" JSONB NOT NULL,
    "asked_at" TIMESTAMPTZ NOT NULL,
    "dismissed" BOOL NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "entry_id" BIGINT REFERENCES "faq_entry" ("id") ON DELETE RESTRICT,
    "message_id" BIGINT NOT NULL REFERENCES "inbox" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "faq_gap" IS 'A question that could not be answered, or only guessed at, as it was asked.';
CREATE INDEX "faq_gap_open" ON "faq_gap" ("business_id", "asked_at") WHERE "entry_id" IS NULL AND NOT "dismissed";
CREATE TABLE "rating" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "asked_at" TIMESTAMPTZ NOT NULL,
    "score" SMALLINT,
    "comment" TEXT,
    "rated_at" TIMESTAMPTZ,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    "conversation_id" BIGINT NOT NULL REFERENCES "conversation" ("id") ON DELETE RESTRICT,
    "booking_id" BIGINT NOT NULL UNIQUE REFERENCES "booking" ("id") ON DELETE RESTRICT,
    CONSTRAINT "rating_score_valid" CHECK ("score" BETWEEN 1 AND 5),
    CONSTRAINT "rating_is_dated" CHECK (("score" IS NULL) = ("rated_at" IS NULL))
);
COMMENT ON TABLE "rating" IS 'How a customer found a visit: asked once for each booking, answered by one tap or not at all.';
CREATE INDEX "rating_open" ON "rating" ("conversation_id") WHERE "score" IS NULL;
-- Whose visit has just ended is looked for every minute.
CREATE INDEX "booking_ended" ON "booking" ("ends_at") WHERE "status" = 'confirmed';
-- A version that knows no moods writes none: the columns may be empty, and every row is in the beginning.
ALTER TABLE "conversation" ADD "mood" DOUBLE PRECISION;
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_mood_valid" CHECK (abs("mood") <= 1);
ALTER TABLE "inbox" ADD "mood" DOUBLE PRECISION;
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_mood_valid" CHECK (abs("mood") <= 1);
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    # What is lost: answers, questions without one, ratings and moods. Take a backup where that matters.
    return """
SET LOCAL lock_timeout = '4s';
SET LOCAL statement_timeout = '30s';
ALTER TABLE "inbox" DROP COLUMN "mood";
ALTER TABLE "conversation" DROP COLUMN "mood";
DROP INDEX "booking_ended";
DROP TABLE "rating";
DROP TABLE "faq_gap";
DROP TABLE "faq_entry";
"""


MODELS_STATE = (
    "eJztXW1v2zi2/itEvkwH0C3avLS93YsLJN3MTO6m9SDJ7Cx2sfAyEm3rRhY9EhXXs3f++y"
    "X1YlESJUuy5NDsAQadWOKh7OdQJM9zXvjvkyV1iBe+vqL0yfXnJx/Rv098vCT8j/ItC53g"
    "1Sq/IS4w/OjFbR+lRo8hC7DN+OUZ9kLCLzkktAN3xVzqi8aXPuI9UddnS+IzC9EAsQVBC+"
    "o5/A/M0BJv0COx6ZIg6vMO1i5bxE1W1HPtDXIZWuOQN3MIinyHBK/Fgx1q8ycnv2KsZ0S+"
    "+1tEpozOCW8b8Cf94x8nj1Ho+iSMEbE5Nif//Cf/y+VCX0komoiPq6fpzCWeU4DYdYRMfH"
    "3KNqv42pU7v/HZD3Fb8asepzb1oqWft19t2IL6WwH+G8XVOfFJgBkRT2BBJHD3I89LNZSp"
    "IvkBeZPkW0oyDpnhyBPaE9LJF8ivnUynXyYP0/vrh+n0pKLZTEJSRHrJpr4YFfyrhjEAc/"
    "EV/uM/T0/Pzt6fvjl79+Hi/P37iw9vPvC28fet3nr/R/JlcrSSrmLMbn68+fIgvhDlQy8Z"
    "kuLCH7EMZjiRipWRox/rqoL/pwUO1Ohn7Uv48x9Wxj9Du0kB2YVcA/nrcggVLPHXqUf8OV"
    "vwjx8awP3r5d2nny7vXn34vgjwl/TGqbgjkM6RDRlmUdgF21zCQHTfvmsB79t3tfiKWxWA"
    "AxZOMati/GeOEnOXpBbnXLAEtZNKvs7+OELgG4B+uPl8ff9w+fln0f0yDH/zYrguH67Fnd"
    "P46qZ09VVZKdtO0K83Dz8h8RH9ffLlOoaThmwexE/M2z38/UR8JxwxOvXpeoodGZPscnap"
    "oGTiO31ULImBgrVW8Iq/i5tp6P6uWIbul9jzajcCRcndG4KhFPt23A3B2en7d9stgPjQtO"
    "jff768vc1WeQnUwLXJdOn6NKiiWg9oUaoXoukOSpc3JcX09O35+/MPZ+/Ot8BurzShWwXW"
    "joKA+Pam05ZJkjFwYT9rsa6f1S7rZ+VVPf5/B3Sz9odD9uTkILievnnTAlneqhbb+F5pYu"
    "AYdYJ3K2Acvudt4D2vR/e8Aq4wrKfk68rly2OPPYtCfIC9i2YTsklbFxv7NvGmNm8zm4l1"
    "M2JEYfDVrre18ofbyxzR0ssVZy+IE3mkP+KNfQDqqg1PQMSP7zGdFSXBCtN6KotWTk81Fy"
    "VBzVqr2adMsft7IF9r5susfa/N3xHtPK7/9lBQYbbLe/X58m/fF9R4O/nyY9Zc2hV+up1c"
    "lWbOzCMy7ergKAmatCwdxNkhW+sho0sSdFZBSRBU0FsFHrWx+KadVVASBBX0VkFIApd0n4"
    "YKYgZxgYdH/1nQqj3gl+Rg+HdSgAg2mD0pHd5yoEJRGz/QgLhz/y9kE2vkhn93YaAr4M+i"
    "QqSujkwVf2TDLbuav64BXm+jNMp7EY4B/+WExSjc8e3o3c2nhxPlhD8AvrdSV4biW1rlWu"
    "CbzgsDwHuf92QousU5tAW42b5vAHQ/SV0ZCm9pl9xu8Loqwq771JvE2t1v+zuurUiHAZzv"
    "wWrwFWvdI7af1jhwpjWLHnkm4snVDUgq98Nf7oi3nWsbIb8WXRk0qAvjk9p2tOIjTzlIu4"
    "A1STvamISUGGn0lEojrDD2irck4p5jlYTFqvGc+OSB8n92o3q37cmM1z1GdHm6LCG6xD6e"
    "x99SdCeEVa9gfZjy9hXdGas8JdumuyOWkb3A/pwgOkMYpR18ROsFTQKEXWbxD8S30CygS/"
    "4nZojR+P+v0Rf+oAClXLGF/PhjMps5isDlUR+liF+GWGVdLDcL1ccqd3dOgFPiCJwSfNZR"
    "hanVx6RsBQyMpnp33iIq5d15bVSKuPVHGV6lOd6Ir3oZNgHg4ePQH8mMmy9VgP/nfvKlxs"
    "OzlShPTa7N0P8hzw2PkF9twFVA0exgK/vSSvOM6KDsYMMzprLU62HfCuyFum7D+9CwZ1vH"
    "zm7NghwQ2r09CuBYBp+CjqoYz6cgZdYOwxuajG5hmu3MGXbiePrRFylpW89f5KzubgIjZ5"
    "TbMBgBEckYXE5OjP6YEAgi/DpELgszwiFEGUVgIYLthWAj1guX/yFGGW/LN3GiPfFmKgpj"
    "1GcBh6HxSmE1cBiCjdpM14Q8KVaL5ny3kqhJy/cQOW8Qqbxr7TCCLYLdL+x+dVTFsLvfNk"
    "7dbOswiFv3aOmmPd2UXbew2QBV7V6lwduwcZVb7dyyPiwIYsTHYudIfYLCBV2ldXrijSSO"
    "r6CZ6/F7eBOKfaPLL4f8zprvMkl1ZzpMl7AB1XiybtqAhl6kMKQbitKk7YdxBbysAkb2tO"
    "ifun4wcEdJXmd47rnd0tclEeMS2EfBWASkep0gziUMHMdnF22qW1zUl7e4KAMMFUTGriCy"
    "oFEwndFgqWICmimWkugBawqdjrvpGIJgweHTtKZ+CDciPIL9GrerLFeClNsw3liYbq8cll"
    "G5mkxuC2TK1U05W/SXz1fXd6/exkOaN3JZjafvmQShMnajdgBLEocbvG/GHbtQy+AAEzL/"
    "gc7E9zYn26joY2AMU+uhQhhW2Ko2fAq2bRrtHSbPV3HfJ95l0tkRDoVWgfJZ6se+YJmXJF"
    "OAaYZ/mxKfqZNeugD1A/7tmvdjVDqBKmtwT5gMzBgslm8Tdbn3Hkw/x9W9TcWIrxx8F2/v"
    "C9Jd2o2pMKW5kXuiZF4O6ajug9LmQOFEqG4f6l0JdtJ2iqXGOz0KE58gQYkh/pNpXOxf0P"
    "0fBblPHheUPqG0Oyu+aQuXwIr/muQjI8HS9bFXdSsM2K/ygIH0x4r7MWRwvsBRuBsktbVm"
    "u3IRA8mu4fMPwO0wok8nJNz2V9mE9WkGksjhEw1O/msW+XH+DnqMXI+5fvhaPO+/x/JJHD"
    "r9ICArbzONAsWUUl/HriBkgCOoiZ4Zo5adyAh77sz7boUOSPpmK+zRcr5AUtbP9WaRlBDV"
    "qMHOFSoVQmCp3qoYL60KSrV1wbddqbY2jib+KOGnHYLw/iR1ZRD245JwMmYqCq6EaQMBV2"
    "7Zin0LiThK87sQOS726Dwi+bmbgjJ7jW5YiAK6Rm4YX+QD7yk5fjNNCWNR4IcIBwQx/ER8"
    "NRc3ylOUzJxMPzpOkM6yyfOBptNnpbUaaDpJcW1pJEnEQCZplODK9J3oAHIuARi3xJhh1R"
    "kHDXRdJqAHWSceawxZF68hVWXUTurb9hC8Vom+ZEzMBc70sVPocEnsgNwnDkNXmA1srME8"
    "tl9lgWPgKN/i9TnNrSINh7npnFcMvGv9i2Yu7+rhkE3FqtND72VZeL91fr+XlCoszB88im"
    "v2IplASa0zIWGUKv88+eXq9hr9fHf96eb+Jt0FbnUX3yw6re6uL28rDsKYA+jMnRflgDrv"
    "7b0ABxJ4L3RUxXjeC4l23BNeY1M2yiAXZ9s9PBiu/0i/7ue5uBFdfOYax/Nj3BO3irGmEd"
    "sbp0nch4FAjeriyfKKVO4dKeeowbUjt9rp1rnnTR+ps4mPKBB1ecKqU6amDRRS0Xh5txpc"
    "JvqH3R5zHYqaRPN6eOsyzI8f3/M28J7Xo3teARe4rnrozeW6wEQEE1FHVQxrIrYxXw5dOf"
    "FYEC/a10l8x74Zotl2+zIPFzEFrUNYMBlsDYaMhOxue2Yqhe3stmt+XdBQCiVLZRFbuCFy"
    "QwtRP/k7JRY+ZhUks6ehJd5wcYLEcW6haO6yqmU02lN2hatBjJpui6XVYHBB9NT4Zhf4cc"
    "CP862roHSsdXsVlARBBWAn6WsngSttfFeaalYZAmTzqqaV4S1NpVodYyUY0skzCQLXIScK"
    "u6xw32oyygRPGkeIbpvu9jStiO1iD4lKtcI0CpBPfd4uPik7S1ETl/kFUd0/q4YlrCLx2X"
    "afXQ85eKNwUA3aNfi1NF5rrQYziytQ7RVQg582b3IFHO88pQyXu3y4LjurSOBSp1ORGElE"
    "j7wTw4rE4LDbmde5hHH+w1GIArBTX9xOhYIVL66CbAvUWQUlwV4q0CzCHJgCbVQBJUP0wL"
    "ddyRDVhDIAvh0KGGs2k7SFtzSJakUSbAu2KwgCuZh7PTmQ1Y7ftCMGLhHXXRjv6Zlwj24r"
    "9CMcPlkI+8629ofwsfrhmgQfk7P9wviwv9jiZziaLxh63MSN6ZoPG8TnCFtxjuAhHqh04M"
    "pzfHw6HfhvtVmarSb/7YuePPjSu6OR69Rm72IV4PqqqLKMESA3BWuOURZ1TQNHHUdWT/zI"
    "MsD8DM78JOtMl7cgl4B3oMc74GF/HqWpSW1ndlnGCNDHPjTyGXsu37wGdNmFmi9K7cnQ62"
    "kjtCToEyQin7mKsuG7ANyKfcsIJvt0xfa5qQJ4LgTHPnYoAc7XOFe9l2s+vVSWM6aA1iAn"
    "l0L5eihfr/OEq1MqWYZJYy5ZtHJ6qrkoCWrWWs3g5QUHl46qOHzK4Byv9j/C9Ue8Olo74b"
    "DpbylYaudJCmOz62SeNuruOKGR5yCfMvRIUrcFcWJfBfW9DZpHIinSQZhZCIfIZWiNY5cH"
    "cVr4SPbrG2IqNZ60rQbXByNfFRulek4ya28EOXZoRpLOZuK16kLKSyLAyQ/PyYsJrIepIM"
    "uBoaC1oeC44dIVa1dHkqUgByRhB6IFTLMXj/6Mo3M64y9LQdxnX+yXSUHEzugX5WDwAy+h"
    "Ly+hGO8DwGto4dUyxMUXvQXC21jLPfGVozuPayZvC628gmkVdFsY2gruqDz06xmkbYHjNv"
    "xRFvn6XYjSUVegb+wnvmv2iDNXM0QdpXfVNHKIE63I9IlsIC5Wn5XTaiCHJI1VtFAfQ1WU"
    "MoIoKkVRtUpbPGtIWzyrpi0CEXdAIs5eUFeVylI/qHOJXoBrtp6OHfNNbTsKgl7UWkkUji"
    "7SmVwLiE3c5156LokCi6q1osVRpFGnQ3hziQOWLVgR30kL344/bQ5/rqM4EnO5Ygqcm8Mr"
    "ZTkIryzMT8Ie7DM55XKwAuk8MYlTDqvarX1TsuYG0duDnePrUJ/0eFckMXhVdH5VSBDQTk"
    "WKtwLmmTwXrUz4iwYT/qJqwsNBnrVpO3CQ57Gyg+DX10gF/Es8kyDsV1xLIQyqAC/zcXiZ"
    "oRD0AQpBSxPEEECXujMUZsW0qpXr+ZbgZ6XPOblhNTmbvW2Tnc7mB27fIddH64VrLxDOaz"
    "CL43HWeJO4juNBwxRnkHYXh5QDjVdKq8GrzHUYsLAH01AQBIeB3mSD7/RRsSQGCtZawVDI"
    "GgpZG2nkaVNF+dtVAdjZL2Znv0yZ32PFV+c6v9sq1irTT6pw3WD9ya1anMhKArItrMvttj"
    "/F9XR/FwfwuGFSRFf8ya/F5/jEdXjFp2153u+QKEHJb/B+loQbetzgU53JOtpzoKjvkS0U"
    "VpOZCUV9xwvwjP/fAdysvYHgjrL3F7NZF3yz9gbiO/zglQ4abxttL4kYYLweOtx+teg4nL"
    "cCBoBdHM3nbSaL8/q54rwyVfwv5dsT3pP48Z3qfVcEocBI88jvUWAEOBwgEHRUxbAEQr2B"
    "K+FO6ZP6RIIupequkl4MQlwV5bAnSMZGOBRzzNLTifcEq3wmsolQxTzIfjBNVsTn3+OnrC"
    "cTYcrYvD2hMpD3HLWi5sS2oxVfaZUnkuU3rSaqkhaa7eQqJz5BHHNWPjDcQgw/EV8c+oVR"
    "umKhGQ34p+RYZLR22SJmEx8jUZkv/IjWonymYB3JV9vjyyXfy84jDooiyOVwj4XgGI13p1"
    "YDaymGRxX/5vS/TMYkI2GI7D8INPoG4lAg0MhwBR9H6vnB6PDhs87TDUd3iqogZ9LiA4lV"
    "35oKINALeFodVTFeoNdjzqTuC69xnGwF3cJKB1F031AUXYH3VPFTJV60gaJKWk63ZGw7mi"
    "olgKTUqCwsT0S7iU4R/xOjNSFPDt6gV2/E9c/U5x++V1NQ+3cJ9JLGi6rVQC+lKu3KMEli"
    "Ju1whiCZxOvSuWDXVgjQLBU48Gio8r80w5lLAZ5gWmoxBUvH0Kdra2cVlARBBWBaHodpKe"
    "eN7ImvnKhiKL6l11wv6ydizecWFBtYjfZP3LSd4XOJArLyNhZaBy5j3B5x/djXzcX8ECcB"
    "o3SW+MBdhhjxvNCKE30WdB37yfnj3WcSbNCcEoUnfowHgFGk8XJgNRhFh6whqtssNXQRUR"
    "xxUDpVmcwlDhjsj8PQjWvJnIyF6+hOO0dhxdcH+2ftDx/j/zJu7lGi+Y/DFQ1V0KEKegHQ"
    "yBcnNfnTUAS9dEW1IgzQFhw9WhSYP6KJ+ejijzyCQzKNfOZ6XbVcEoXy6Drr2Q6IwL3Hy1"
    "yUhNdZazXzdYz1CQnOxeA11lm/cMrByKccQB1+CBf91lUAdfjBt6ezKsbz7UEdfqjDryfM"
    "utfh/5l6rjrHOb1jNXlPV3mb3aX4FwQFkUdC4cJMY5c/on+lmvmXheLM4pAEz65NvuOt1j"
    "6KuHKD2LEp6uAp6vMP0ydUWDyypdZq8JtChcURi9QtXZ/buIy/TVP+Z8RUUZG141wtbNIu"
    "czCH9YIG7u8cle4gKyQBYQXCISOrHvCWxQBblSEqtn7e1I4Ync16gFwrD2irs0TtBXH4Nq"
    "g/4o19AOrAd+my8wOS5aAkS71RKvuuYvNqz/pk90kvBiE+anmyOw5n/J0qdnt6x2qy24O8"
    "zU67/Se65jZ0dkwBmlFuQPMLz27oso8Ih0/EQZS/TXFpMILtRWaIi8jkcE0Cfv9xE1cWY3"
    "glLHJuAyDM//O8qkU/+tMgHlrj2d1qsOtj3ffwkctyEAWhtZc8tPlCXdVvcyjgVqjXTko3"
    "T/mASat0uSQqn0j9eQKSiAlhB02vxhgHCgQ9I7VkOQjj0XmCAqMPghxAFTqW6PtGNshAf7"
    "xYjAnEP+gT/9CiYNzEJw+U/9N2yPcvF/eiU0/r8d6mWNyA9FRWH05FUEm14xooKrlVi9T8"
    "FR9l1LeQvcBuIErX834sFFC6FCTQilJPxIiEBLO0TD3h41IqbB/X6nfVWfmD9g3BJke25l"
    "oNpBQEm8BxnocAd5TjPPncpJg86vHN2huI7/D54uL4ix5pze6hM8Xfjjs/D8FkYs/Fyvp7"
    "9YUlJBE4P7KZ6OxRcWKFA7YRESJdx3dBEMZ4FVL8tSekiSBAKtdAXfvTujPm+JadYF+NaE"
    "GuhCjf0XtjQbq9ctgZ4moyuS3MEFc3ZV/HL5+vrvnyF08XvJHLaghBPm+4anpkxxiW5KCQ"
    "RyGvibnPij1w4/jNhQ44eDPT72jHLrh2XtyfADVpwaegoyrG8ylATdou+O5bk/alT2nWMz"
    "Cj+fRhvs1QbkA6oHSbdWHIsCwaGekRv+6+Y6lwpLCJSDl0oBBxA88eKuX+7X0u+q80eDLx"
    "XPQxI+qzBASFx1LKTah3WIZSo53+ynu6JGwhfIMh9eKIdd4x5b9UxF9WXZC7m4NX8ch23R"
    "Z4FcGraKJXEbw1mnlrnChIzKbuacEqUZPYlQGzgWczEkwfyYzb7T2ArpU3hg4fGmo8Y/zf"
    "3khXxAHoijcnSCu1qCqX1vtyilIGJWUNDOyKj78ksLCjf0clDm7KDq6e0GUi/bnTFkWWgT"
    "3K4HsUkdqWWNIddFIQAqUMrhRw50uzP7jzj2qOB3f+i7vzk+KgnRVQEAP4wZV/HK78vBTu"
    "nujmdXcNxbbwgu/hxE+zq/Z0le2R+Kcp3mWv677ORIPdrgfwJzZlQiqQ3elfnHZLjPx1QU"
    "WOYnxksI195NC8ILaVnS9MA1ESm87QKiAzEhA+P1V9kHv1pHRPSh7T7Y8CD6U2mwmrwUMJ"
    "puHJsKYh2Csvbq9kc1BnFZQEQQW9VZCtcV01UJQDBYDReBxGo7QD2hNe88rnltEtvuMtwJ"
    "U3ynuia6DtU4a3tIhpdUhRIZxVYUeVw13rjah10jLP79xtQU18IgrAuNQRRs564doLbvhk"
    "cCHRY4ioz6+tCXly8Aa9eoPcEH2mPv/wfdWQGqJDqGKs8YJqNRhOqUq72k2SmEm7m0HSvF"
    "fE71xoYysEaJbKa3pUGbzZDGcuBXiCXa/FFAx2PZiVeqtiPLMSLJ8u+Ops+VxyO8FenChs"
    "nvSO1WTt4LzNLjOnHtWBTY1vxc7YM1q43oIQ5XSVnpf6FCZJxMQspouLNllMFxf1WUziXi"
    "lUj79UHRBOmxuI7ttWOWJvG3LE3lZzxPgTmfJskvpgX0nk8KG+469Sowb1VrZih1zM/vh/"
    "DSdCzg=="
)
