-- Who has changed the facts of a clip: asked at every look at an approval of it, in a log of any length.

CREATE INDEX audit_of_edits ON audit (text ->> '$.object.id') WHERE text ->> '$.action' = 'clip.edit';
