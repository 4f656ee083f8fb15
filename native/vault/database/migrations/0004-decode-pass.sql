-- Clips that are counted and not yet decoded: what the decode pass asks for, however many clips there are beside them.

CREATE INDEX clips_to_decode ON clips (id) WHERE kind = 'clip' AND expiry_state <> 'marked' AND frames_state ->> '$.deep' = 0;
