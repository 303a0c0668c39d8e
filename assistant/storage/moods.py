"""What customers wrote and how they rated, for reports."""

from datetime import datetime

from assistant.insight.moods import Rated, Told
from assistant.storage.rows import run
from assistant.understanding.mood.sentiment import read_sentiment
from assistant.understanding.normalize import fold, normalize

# One statement, and so one moment: messages first, with the ratings beneath them.
FIND = """
    SELECT received_at AS at, conversation_id, CASE WHEN mood < 0 THEN text ELSE '' END AS text, mood,
           NULL::smallint AS score, false AS is_rating
      FROM inbox WHERE business_id = $1 AND received_at >= $2
    UNION ALL
    SELECT asked_at, conversation_id, coalesce(comment, ''), NULL, score, true
      FROM rating WHERE business_id = $1 AND asked_at >= $3
     ORDER BY at"""


async def find_moods(business_id: int, since: datetime, rated_since: datetime) -> tuple[list[Told], list[Rated]]:
    """Return the messages received since an instant, and the visits asked about since another, oldest first.

    Only of messages that tell a bad mood the words are read.
    """
    told: list[Told] = []
    rated: list[Rated] = []
    for row in await run(FIND, business_id, since, rated_since):
        text, whose = normalize(row["text"]), row["conversation_id"]
        if row["is_rating"]:
            folded = fold(text)
            mood = read_sentiment(text, folded)
            one = Rated(
                asked_at=row["at"], conversation_id=whose, score=row["score"], comment=text, folded=folded, mood=mood
            )
            rated.append(one)
        else:
            told.append(Told(at=row["at"], conversation_id=whose, text=text, folded=fold(text), mood=row["mood"]))
    return told, rated
