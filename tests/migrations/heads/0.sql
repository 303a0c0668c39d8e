INSERT INTO public.business (id, slug, name, tagline, locale, currency, hour_format, ask_phone, version, created_at) VALUES
	(1, 'hairline', 'Hairline', 'Cuts, colour and conversation', 'en-GB', 'GBP', 12, false, 1, '2026-11-23 09:00:00+00');
INSERT INTO public.customer (id, name, phone, created_at, business_id) VALUES
	(1, 'Joe', '', '2026-11-23 09:00:00+00', 1),
	(2, 'Kim', '', '2026-11-23 09:00:00+00', 1),
	(3, 'Lee', '', '2026-11-23 09:00:00+00', 1),
	(4, '', '', '2026-11-23 09:00:00+00', 1);
INSERT INTO public.location (id, slug, name, zone, address, phone, business_id) VALUES
	(1, 'main', 'Hairline', 'Europe/London', '12 Mill Lane, London N1 7QX', '+44 20 7946 0018', 1);
INSERT INTO public.policy (id, slug, min_notice_minutes, horizon_minutes, step_minutes, cancel_cutoff_minutes, reschedule_cutoff_minutes, business_id) VALUES
	(1, 'default', 60, 86400, 15, 120, 120, 1);
INSERT INTO public.service (id, slug, name, aliases, duration_minutes, buffer_before_minutes, buffer_after_minutes, price_minor, "position", active, business_id, policy_id) VALUES
	(1, 'haircut', 'Haircut', '["cut", "trim", "hair cut"]', 45, 0, 5, 3800, 0, true, 1, 1),
	(2, 'kids-cut', 'Kids cut', '["kids haircut", "kid''s cut", "children''s cut", "child''s haircut"]', 30, 0, 5, 2200, 1, true, 1, 1),
	(3, 'beard-trim', 'Beard trim', '["beard", "shave"]', 20, 0, 5, 1800, 2, true, 1, 1),
	(4, 'blow-dry', 'Blow dry', '["blowdry", "blow out", "blowout"]', 30, 0, 0, 2800, 3, true, 1, 1),
	(5, 'full-colour', 'Full colour', '["full color", "hair dye", "all over colour"]', 120, 0, 15, 9500, 4, true, 1, 1),
	(6, 'root-touch-up', 'Root touch-up', '["roots", "root touch up", "regrowth"]', 75, 0, 15, 6200, 5, true, 1, 1),
	(7, 'highlights', 'Highlights', '["balayage", "lowlights", "foils"]', 150, 0, 15, 12000, 6, true, 1, 1),
	(8, 'bridal-styling', 'Bridal styling', '["wedding hair", "bridal hair", "bridal party"]', 120, 15, 15, 18000, 7, true, 1, 1);
INSERT INTO public.booking (id, code, status, starts_at, ends_at, party_size, price_minor, currency, name, phone, hold_expires_at, cancel_cutoff_minutes, reschedule_cutoff_minutes, created_at, updated_at, business_id, customer_id, location_id, service_id) VALUES
	(1, 'SMSB3', 'confirmed', '2026-11-24 15:00:00+00', '2026-11-24 15:45:00+00', 1, 3800, 'GBP', 'Joe', '', NULL, 120, 120, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 1, 1, 1, 1),
	(2, '8FB27', 'confirmed', '2026-11-24 16:00:00+00', '2026-11-24 16:45:00+00', 1, 3800, 'GBP', 'Kim', '', NULL, 120, 120, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 1, 2, 1, 1),
	(3, 'P8HZB', 'cancelled', '2026-11-24 11:00:00+00', '2026-11-24 11:45:00+00', 1, 3800, 'GBP', 'Lee', '', NULL, 120, 120, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 1, 3, 1, 1),
	(4, '5YRK5', 'held', '2026-11-24 17:00:00+00', '2026-11-24 17:45:00+00', 1, 3800, 'GBP', '', '', '2026-11-23 09:10:00+00', 120, 120, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 1, 4, 1, 1);
INSERT INTO public.booking_event (id, at, actor, action, before, after, booking_id, business_id) VALUES
	(1, '2026-11-23 09:00:00+00', 'customer', 'held', NULL, '{"name": "", "status": "held", "ends_at": "2026-11-24T15:45:00Z", "starts_at": "2026-11-24T15:00:00Z", "party_size": 1, "resource_ids": [1, 5]}', 1, 1),
	(2, '2026-11-23 09:00:00+00', 'customer', 'confirmed', '{"name": "", "status": "held", "ends_at": "2026-11-24T15:45:00Z", "starts_at": "2026-11-24T15:00:00Z", "party_size": 1, "resource_ids": [1, 5]}', '{"name": "Joe", "status": "confirmed", "ends_at": "2026-11-24T15:45:00Z", "starts_at": "2026-11-24T15:00:00Z", "party_size": 1, "resource_ids": [1, 5]}', 1, 1),
	(3, '2026-11-23 09:00:00+00', 'customer', 'held', NULL, '{"name": "", "status": "held", "ends_at": "2026-11-24T14:45:00Z", "starts_at": "2026-11-24T14:00:00Z", "party_size": 1, "resource_ids": [2, 5]}', 2, 1),
	(4, '2026-11-23 09:00:00+00', 'customer', 'confirmed', '{"name": "", "status": "held", "ends_at": "2026-11-24T14:45:00Z", "starts_at": "2026-11-24T14:00:00Z", "party_size": 1, "resource_ids": [2, 5]}', '{"name": "Kim", "status": "confirmed", "ends_at": "2026-11-24T14:45:00Z", "starts_at": "2026-11-24T14:00:00Z", "party_size": 1, "resource_ids": [2, 5]}', 2, 1),
	(5, '2026-11-23 09:00:00+00', 'customer', 'moved', '{"name": "Kim", "status": "confirmed", "ends_at": "2026-11-24T14:45:00Z", "starts_at": "2026-11-24T14:00:00Z", "party_size": 1, "resource_ids": [2, 5]}', '{"name": "Kim", "status": "confirmed", "ends_at": "2026-11-24T16:45:00Z", "starts_at": "2026-11-24T16:00:00Z", "party_size": 1, "resource_ids": [2, 5]}', 2, 1),
	(6, '2026-11-23 09:00:00+00', 'customer', 'held', NULL, '{"name": "", "status": "held", "ends_at": "2026-11-24T11:45:00Z", "starts_at": "2026-11-24T11:00:00Z", "party_size": 1, "resource_ids": [2, 5]}', 3, 1),
	(7, '2026-11-23 09:00:00+00', 'customer', 'confirmed', '{"name": "", "status": "held", "ends_at": "2026-11-24T11:45:00Z", "starts_at": "2026-11-24T11:00:00Z", "party_size": 1, "resource_ids": [2, 5]}', '{"name": "Lee", "status": "confirmed", "ends_at": "2026-11-24T11:45:00Z", "starts_at": "2026-11-24T11:00:00Z", "party_size": 1, "resource_ids": [2, 5]}', 3, 1),
	(8, '2026-11-23 09:00:00+00', 'customer', 'cancelled', '{"name": "Lee", "status": "confirmed", "ends_at": "2026-11-24T11:45:00Z", "starts_at": "2026-11-24T11:00:00Z", "party_size": 1, "resource_ids": [2, 5]}', '{"name": "Lee", "status": "cancelled", "ends_at": "2026-11-24T11:45:00Z", "starts_at": "2026-11-24T11:00:00Z", "party_size": 1, "resource_ids": [2, 5]}', 3, 1),
	(9, '2026-11-23 09:00:00+00', 'customer', 'held', NULL, '{"name": "", "status": "held", "ends_at": "2026-11-24T17:45:00Z", "starts_at": "2026-11-24T17:00:00Z", "party_size": 1, "resource_ids": [1, 5]}', 4, 1);
INSERT INTO public.channel_account (id, channel, name, secrets, reply_url, active, created_at, business_id, location_id) VALUES
	(1, 'standard', 'demo', '["whsec_XvvMDvu8mOYWvuQpcPnqOrFA1y4Pq1Ul"]', '', true, '2026-11-23 04:25:52.569678+00', 1, 1);
INSERT INTO public.conversation (id, address, sender, state, turns, attended_by, handed_over_at, created_at, last_turn_at, account_id, business_id) VALUES
	(1, 'joe', 'joe', '{"hold": null, "name": "Joe", "task": null, "wish": {"days": [], "clocks": [], "either": [], "soonest": false, "direction": null}, "phone": "", "shown": [], "picked": null, "mention": {"days": [], "clocks": [], "either": [], "soonest": false, "direction": null}, "question": null, "any_person": false, "booking_id": null, "party_size": null, "person_ids": [], "service_ids": [], "misunderstood": 0, "last_booking_id": 1}', 2, 'assistant', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 1, 1),
	(4, 'max', 'max', '{"hold": null, "name": "", "task": null, "wish": {"days": [], "clocks": [], "either": [], "soonest": false, "direction": null}, "phone": "", "shown": [], "picked": null, "mention": {"days": [], "clocks": [], "either": [], "soonest": false, "direction": null}, "question": null, "any_person": false, "booking_id": null, "party_size": null, "person_ids": [], "service_ids": [], "misunderstood": 0, "last_booking_id": null}', 1, 'person', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 1, 1),
	(2, 'kim', 'kim', '{"hold": null, "name": "Kim", "task": null, "wish": {"days": [], "clocks": [], "either": [], "soonest": false, "direction": null}, "phone": "", "shown": [], "picked": null, "mention": {"days": [], "clocks": [], "either": [], "soonest": false, "direction": null}, "question": null, "any_person": false, "booking_id": null, "party_size": null, "person_ids": [], "service_ids": [], "misunderstood": 0, "last_booking_id": 2}', 4, 'assistant', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 1, 1),
	(5, 'sue', 'sue', '{"hold": {"person_id": 1, "starts_at": "2026-11-24T17:00:00Z", "booking_id": 4, "party_size": 1, "service_id": 1}, "name": "Sue", "task": "book", "wish": {"days": [{"last": "2026-11-24", "first": "2026-11-24"}], "clocks": [{"end": 1020, "about": false, "start": 1020}], "either": [], "soonest": false, "direction": null}, "phone": "", "shown": [], "picked": "2026-11-24T17:00:00Z", "mention": {"days": [], "clocks": [], "either": [], "soonest": false, "direction": null}, "question": {"kind": "confirm_booking", "titles": ["Yes, book it", "Other times", "Never mind"], "options": [{"day": null, "clock": null, "token": "1.1", "affirm": true, "intent": null, "person_id": null, "starts_at": null, "any_person": false, "booking_id": null, "never_mind": false, "service_id": null, "other_times": false}, {"day": null, "clock": null, "token": "1.2", "affirm": null, "intent": null, "person_id": null, "starts_at": null, "any_person": false, "booking_id": null, "never_mind": false, "service_id": null, "other_times": true}, {"day": null, "clock": null, "token": "1.3", "affirm": null, "intent": null, "person_id": null, "starts_at": null, "any_person": false, "booking_id": null, "never_mind": true, "service_id": null, "other_times": false}]}, "any_person": false, "booking_id": null, "party_size": null, "person_ids": [1], "service_ids": [1], "misunderstood": 0, "last_booking_id": null}', 1, 'assistant', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 1, 1),
	(3, 'lee', 'lee', '{"hold": null, "name": "Lee", "task": null, "wish": {"days": [], "clocks": [], "either": [], "soonest": false, "direction": null}, "phone": "", "shown": [], "picked": null, "mention": {"days": [], "clocks": [], "either": [], "soonest": false, "direction": null}, "question": null, "any_person": false, "booking_id": null, "party_size": null, "person_ids": [], "service_ids": [], "misunderstood": 0, "last_booking_id": null}', 4, 'assistant', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', 1, 1);
INSERT INTO public.customer_address (id, sender, account_id, business_id, customer_id) VALUES
	(1, 'joe', 1, 1, 1),
	(2, 'kim', 1, 1, 2),
	(3, 'lee', 1, 1, 3),
	(4, 'sue', 1, 1, 4);
INSERT INTO public.resource (id, slug, name, kind, units, aliases, party_min, party_max, own_hours, "position", active, business_id, location_id) VALUES
	(1, 'ana', 'Ana', 'person', 1, '["Anna"]', 1, 1, false, 0, true, 1, 1),
	(2, 'ben', 'Ben', 'person', 1, '["Benjamin"]', 1, 1, true, 1, true, 1, 1),
	(3, 'chloe', 'Chloe', 'person', 1, '["Chloë"]', 1, 1, true, 2, true, 1, 1),
	(4, 'dev', 'Dev', 'person', 1, '[]', 1, 1, false, 3, true, 1, 1),
	(5, 'styling-chair', 'Styling chair', 'chair', 3, '[]', 1, 1, false, 4, true, 1, 1),
	(6, 'studio', 'Studio', 'room', 1, '["bridal studio"]', 1, 6, false, 5, true, 1, 1);
INSERT INTO public.date_override (id, day, periods, reason, business_id, location_id, resource_id) VALUES
	(1, '2026-12-24', '[[540, 840]]', 'Christmas Eve', 1, 1, NULL),
	(2, '2026-12-25', '[]', 'Christmas', 1, 1, NULL),
	(3, '2026-12-26', '[]', 'Christmas', 1, 1, NULL),
	(4, '2027-01-01', '[]', 'New Year''s Day', 1, 1, NULL);
INSERT INTO public.inbox (id, dedupe_key, text, choice, occurred_at, received_at, status, attempts, retry_at, turn, done_at, error, account_id, business_id, conversation_id) VALUES
	(1, 'joe:0', 'Haircut with Ana tomorrow at 3pm, I''m Joe', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 1, '2026-11-23 09:00:00+00', NULL, 1, 1, 1),
	(2, 'joe:1', 'yes', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 2, '2026-11-23 09:00:00+00', NULL, 1, 1, 1),
	(3, 'kim:0', 'Haircut with Ben tomorrow at 2pm, I''m Kim', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 1, '2026-11-23 09:00:00+00', NULL, 1, 1, 2),
	(4, 'kim:1', 'yes', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 2, '2026-11-23 09:00:00+00', NULL, 1, 1, 2),
	(5, 'kim:2', 'move it to 4pm', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 3, '2026-11-23 09:00:00+00', NULL, 1, 1, 2),
	(6, 'kim:3', 'yes', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 4, '2026-11-23 09:00:00+00', NULL, 1, 1, 2),
	(7, 'lee:0', 'Haircut with Ben tomorrow at 11am, I''m Lee', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 1, '2026-11-23 09:00:00+00', NULL, 1, 1, 3),
	(8, 'lee:1', 'yes', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 2, '2026-11-23 09:00:00+00', NULL, 1, 1, 3),
	(9, 'lee:2', 'cancel it', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 3, '2026-11-23 09:00:00+00', NULL, 1, 1, 3),
	(10, 'lee:3', 'yes', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 4, '2026-11-23 09:00:00+00', NULL, 1, 1, 3),
	(11, 'max:0', 'I want to talk to a person', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 1, '2026-11-23 09:00:00+00', NULL, 1, 1, 4),
	(12, 'sue:0', 'Haircut with Ana tomorrow at 5pm, I''m Sue', NULL, NULL, '2026-11-23 09:00:00+00', 'done', 0, NULL, 1, '2026-11-23 09:00:00+00', NULL, 1, 1, 5);
INSERT INTO public.leave (id, starts_at, ends_at, reason, business_id, resource_id) VALUES
	(1, '2026-12-28 00:00:00+00', '2026-12-31 00:00:00+00', 'Holiday', 1, 1),
	(2, '2026-12-10 13:00:00+00', '2026-12-10 18:00:00+00', 'Training course', 1, 4);
INSERT INTO public.occupancy (id, unit, starts_at, ends_at, status, booking_id, business_id, resource_id) VALUES
	(1, 1, '2026-11-24 15:00:00+00', '2026-11-24 15:50:00+00', 'confirmed', 1, 1, 1),
	(2, 1, '2026-11-24 15:00:00+00', '2026-11-24 15:50:00+00', 'confirmed', 1, 1, 5),
	(3, 1, '2026-11-24 14:00:00+00', '2026-11-24 14:50:00+00', 'released', 2, 1, 2),
	(4, 1, '2026-11-24 14:00:00+00', '2026-11-24 14:50:00+00', 'released', 2, 1, 5),
	(5, 1, '2026-11-24 16:00:00+00', '2026-11-24 16:50:00+00', 'confirmed', 2, 1, 2),
	(6, 1, '2026-11-24 16:00:00+00', '2026-11-24 16:50:00+00', 'confirmed', 2, 1, 5),
	(7, 1, '2026-11-24 11:00:00+00', '2026-11-24 11:50:00+00', 'cancelled', 3, 1, 2),
	(8, 1, '2026-11-24 11:00:00+00', '2026-11-24 11:50:00+00', 'cancelled', 3, 1, 5),
	(9, 1, '2026-11-24 17:00:00+00', '2026-11-24 17:50:00+00', 'held', 4, 1, 1),
	(10, 1, '2026-11-24 17:00:00+00', '2026-11-24 17:50:00+00', 'held', 4, 1, 5);
INSERT INTO public.opening_hours (id, weekday, opens, closes, business_id, location_id) VALUES
	(1, 0, 600, 960, 1, 1),
	(2, 1, 540, 1080, 1, 1),
	(3, 2, 540, 1080, 1, 1),
	(4, 3, 540, 1200, 1, 1),
	(5, 4, 540, 1080, 1, 1),
	(6, 5, 540, 1080, 1, 1);
INSERT INTO public.outbox (id, turn, author, body, status, attempts, unknown_sends, retry_at, lease_until, created_at, sent_at, error, account_id, business_id, conversation_id) VALUES
	(1, 1, 'assistant', '{"text": "Haircut with Ana, Tuesday 24 November at 3pm (45 minutes, £38), for Joe. Shall I book it?", "choices": [{"title": "Yes, book it", "token": "1.1"}, {"title": "Other times", "token": "1.2"}, {"title": "Never mind", "token": "1.3"}]}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 1),
	(2, 2, 'assistant', '{"text": "Booked: Haircut with Ana, Tuesday 24 November at 3pm, £38. Your code is SMSB3. See you then, Joe!", "choices": []}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 1),
	(3, 1, 'assistant', '{"text": "Haircut with Ben, Tuesday 24 November at 2pm (45 minutes, £38), for Kim. Shall I book it?", "choices": [{"title": "Yes, book it", "token": "1.1"}, {"title": "Other times", "token": "1.2"}, {"title": "Never mind", "token": "1.3"}]}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 2),
	(4, 2, 'assistant', '{"text": "Booked: Haircut with Ben, Tuesday 24 November at 2pm, £38. Your code is 8FB27. See you then, Kim!", "choices": []}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 2),
	(5, 3, 'assistant', '{"text": "Haircut with Ben on Tuesday 24 November at 2pm: shall I move it to Tuesday 24 November at 4pm?", "choices": [{"title": "Yes, move it", "token": "3.1"}, {"title": "Other times", "token": "3.2"}, {"title": "No, keep it", "token": "3.3"}]}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 2),
	(6, 4, 'assistant', '{"text": "Moved: Haircut with Ben is now on Tuesday 24 November at 4pm (it was Tuesday 24 November at 2pm). Your code is still 8FB27.", "choices": []}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 2),
	(7, 1, 'assistant', '{"text": "Haircut with Ben, Tuesday 24 November at 11am (45 minutes, £38), for Lee. Shall I book it?", "choices": [{"title": "Yes, book it", "token": "1.1"}, {"title": "Other times", "token": "1.2"}, {"title": "Never mind", "token": "1.3"}]}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 3),
	(8, 2, 'assistant', '{"text": "Booked: Haircut with Ben, Tuesday 24 November at 11am, £38. Your code is P8HZB. See you then, Lee!", "choices": []}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 3),
	(9, 3, 'assistant', '{"text": "Haircut with Ben on Tuesday 24 November at 11am: shall I cancel it?", "choices": [{"title": "Yes, cancel it", "token": "3.1"}, {"title": "No, keep it", "token": "3.2"}]}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 3),
	(10, 4, 'assistant', '{"text": "Cancelled: Haircut with Ben, Tuesday 24 November at 11am.", "choices": []}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 3),
	(11, 1, 'assistant', '{"text": "I''ve passed this on to the team at Hairline. Somebody will answer you here; until then I''ll keep quiet.", "choices": []}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 4),
	(12, 1, 'assistant', '{"text": "Haircut with Ana, Tuesday 24 November at 5pm (45 minutes, £38), for Sue. Shall I book it?", "choices": [{"title": "Yes, book it", "token": "1.1"}, {"title": "Other times", "token": "1.2"}, {"title": "Never mind", "token": "1.3"}]}', 'sent', 0, 0, '2026-11-23 09:00:00+00', NULL, '2026-11-23 09:00:00+00', '2026-11-23 09:00:00+00', NULL, 1, 1, 5);
INSERT INTO public.service_resource (id, "position", business_id, resource_id, service_id) VALUES
	(1, 0, 1, 1, 1),
	(2, 1, 1, 2, 1),
	(3, 2, 1, 3, 1),
	(4, 3, 1, 4, 1),
	(5, 4, 1, 5, 1),
	(6, 0, 1, 3, 2),
	(7, 1, 1, 4, 2),
	(8, 2, 1, 1, 2),
	(9, 3, 1, 2, 2),
	(10, 4, 1, 5, 2),
	(11, 0, 1, 2, 3),
	(12, 1, 1, 4, 3),
	(13, 2, 1, 5, 3),
	(14, 0, 1, 1, 4),
	(15, 1, 1, 3, 4),
	(16, 2, 1, 2, 4),
	(17, 3, 1, 5, 4),
	(18, 0, 1, 1, 5),
	(19, 1, 1, 3, 5),
	(20, 2, 1, 5, 5),
	(21, 0, 1, 1, 6),
	(22, 1, 1, 3, 6),
	(23, 2, 1, 4, 6),
	(24, 3, 1, 5, 6),
	(25, 0, 1, 1, 7),
	(26, 1, 1, 4, 7),
	(27, 2, 1, 5, 7),
	(28, 0, 1, 1, 8),
	(29, 1, 1, 3, 8),
	(30, 2, 1, 6, 8);
INSERT INTO public.working_hours (id, weekday, opens, closes, business_id, resource_id) VALUES
	(1, 1, 540, 1080, 1, 2),
	(2, 2, 540, 1080, 1, 2),
	(3, 3, 540, 1080, 1, 2),
	(4, 4, 540, 780, 1, 2),
	(5, 4, 840, 1080, 1, 2),
	(6, 5, 540, 780, 1, 2),
	(7, 5, 840, 1080, 1, 2),
	(8, 0, 600, 960, 1, 3),
	(9, 2, 540, 840, 1, 3),
	(10, 3, 840, 1200, 1, 3),
	(11, 5, 540, 1080, 1, 3);
SELECT pg_catalog.setval('public.booking_event_id_seq', 9, true);
SELECT pg_catalog.setval('public.booking_id_seq', 4, true);
SELECT pg_catalog.setval('public.business_id_seq', 1, true);
SELECT pg_catalog.setval('public.channel_account_id_seq', 1, true);
SELECT pg_catalog.setval('public.conversation_id_seq', 5, true);
SELECT pg_catalog.setval('public.customer_address_id_seq', 4, true);
SELECT pg_catalog.setval('public.customer_id_seq', 4, true);
SELECT pg_catalog.setval('public.date_override_id_seq', 4, true);
SELECT pg_catalog.setval('public.inbox_id_seq', 12, true);
SELECT pg_catalog.setval('public.leave_id_seq', 2, true);
SELECT pg_catalog.setval('public.location_id_seq', 1, true);
SELECT pg_catalog.setval('public.occupancy_id_seq', 10, true);
SELECT pg_catalog.setval('public.opening_hours_id_seq', 6, true);
SELECT pg_catalog.setval('public.outbox_id_seq', 12, true);
SELECT pg_catalog.setval('public.policy_id_seq', 1, true);
SELECT pg_catalog.setval('public.resource_id_seq', 6, true);
SELECT pg_catalog.setval('public.service_id_seq', 8, true);
SELECT pg_catalog.setval('public.service_resource_id_seq', 30, true);
SELECT pg_catalog.setval('public.working_hours_id_seq', 11, true);
