from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
SET LOCAL lock_timeout = '4s';
SET LOCAL statement_timeout = '30s';
CREATE TABLE "booking_series" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "every_weeks" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "business_id" BIGINT NOT NULL REFERENCES "business" ("id") ON DELETE RESTRICT,
    CONSTRAINT "booking_series_rhythm_valid" CHECK ("every_weeks" >= 1)
);
COMMENT ON TABLE "booking_series" IS 'A recurring appointment: what holds its bookings together, each of which stands for itself.';
-- A version that knows no series writes none: the column may be empty, and every row is in the beginning.
ALTER TABLE "booking" ADD "series_id" BIGINT;
ALTER TABLE "booking" ADD CONSTRAINT "fk_booking_booking__02789d1f" FOREIGN KEY ("series_id") REFERENCES "booking_series" ("id") ON DELETE RESTRICT;
CREATE INDEX "booking_series_bookings" ON "booking" ("series_id") WHERE "series_id" IS NOT NULL;
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    # Every booking stays. What is lost is which of them belong together: take a backup where that matters.
    return """
SET LOCAL lock_timeout = '4s';
SET LOCAL statement_timeout = '30s';
ALTER TABLE "booking" DROP COLUMN "series_id";
DROP TABLE "booking_series";
"""


MODELS_STATE = (
    "eJztXWtz27gV/SsYfdl0hs3EryRNO52x02zXrRPvxG63006HhUjIwpgitCRoRWnz3wvwIb"
    "5ASpRIGkLul8QicUHpXBDAPfeB/04WzCVe+PKKsUfqP0zeof9OfLwg4o/qLQtN8HKZ35AX"
    "OJ56cdtpodE05AF2uLg8w15IxCWXhE5Al5wyXza+9JHoiVGfL4jPLcQCxOcEzZnnij8wRw"
    "u8RlPisAVBzBcdrCifx02WzKPOGlGOVjgUzVyCIt8lwUv5YJc54snJrxjqGZFPf42IzdkD"
    "EW0D8aR//WsyjULqkzBGxBHYTP79b/EXFUJfSCibyI/LR3tGieeWIKaulImv23y9jK9d0Y"
    "drn/8Yt5W/amo7zIsWft5+ueZz5m8ExG+UVx+ITwLMiXwCDyKJux95XqqhTBXJD8ibJN+y"
    "IOOSGY48qT0pnXyB/NrEtj/d3tt3H+5te1LTbCZRUER6yWG+HBXiq4YxAA/yK/z2d6enZ2"
    "dvTl+dvX57cf7mzcXbV29F2/j71m+9+ZZ8mRytpKsYs+s/X3+6l1+IiaGXDEl54VssgzlO"
    "pGJl5OjHuqrh/36OAzX6WfsK/uKHVfHP0G5TQHYh10D+uoyhggX+YnvEf+Bz8fFtC7h/v/"
    "z8/qfLzy/e/qYM8Kf0xqm8I5HOkQ055lHYBdtcwkB0T17vAO/J60Z85a0awAEPbczrGP9J"
    "oMTpgjTinAtWoHZTyZfZH0cIfAvQ99cfP9zdX378WXa/CMNfvRiuy/sP8s5pfHVdufqiqp"
    "RNJ+iX6/ufkPyI/nn76UMMJwv5QxA/MW93/8+J/E444sz22crGbhGT7HJ2qaRk4rv7qLgg"
    "BgrWWsFL8S6u7ZB+VSxDdwvseY0bgbLk9g1BX4o9GXZDcHb65vVmCyA/tC36dx8vb26yVb"
    "4AakAdYi+oz4I6qs2AlqX2QjTdQenypqSYnp6cvzl/e/b6fAPs5kobunVgnSgIiO+sO22Z"
    "CjIGLuxnO6zrZ43L+ll1VY//74Bu1n48ZCeTUXA9ffVqB2RFq0Zs43uViUFg1AnejYBx+J"
    "7vAu95M7rnNXClYW2TL0sqlsc99iwK8R72LppNyCZtXRzsO8SzHdFmNpPrZsSJwuBrXG8b"
    "5cfbyxzR0isU58yJG3lkf8Rb+wDUVRuegMgfv8d0VpYEK0zrqSxaunuquSwJatZazRlLb3"
    "cl3SuCJk2VoxDwRQsy5GxBgs4qqAiCCvZWgcccLL9pZxVUBEEFe6sgJAEl3aehkphB/NT4"
    "6D9Jqm8P+AtyMPw7KUA6wGePSids0Xle1saPLCD0wf8rWccauRbfXRqNCvizSIVCV0emim"
    "/ZcMuu5q9rgFebyIHqXkRgIH454TEKn8UW6fP1+/uJcsLvAd+bQleG4ltZ5XbAN50XeoD3"
    "Lu/JUHTLc+gO4Gb7vh7QfV/oylB4K7vk3QYvVZFI3afeJP7rbtPfcW1FOgzgfA/WgK9c66"
    "bYeVzhwLUbFj3yROST6xuQVO7Hv34m3maubYX8g+zKoEFdGp/McaKlGHnKQdoFrNu0o7VJ"
    "SMmRxk5ZYYSVxl791uJ0Ub2CffwQ/yT5bPkk1ehqjgrdjL6toaE22TTdHiCKnDn2HwhiM4"
    "RR2sE7tJqzJB6Tckt8IL6FZgFbiD8xR5zF/79En8SDApRScxby44/Ji+oq4kQHfZQiXBRC"
    "Q3UxSizUHBranQsGDvgIOGAx66iigppDADYCBgavvD7fIQjg9XljEIC89a0Kr9LSbMVXvW"
    "6bAHD/Yb9TMhM78zrAf7m7/dTgvNhIVKcm6nD0P+TR8AipwxZcJRSl6SjD88XHy39UoX5/"
    "c3tVnWdkB1fVgT3jKiO0GfaNwEGo6za8x4Y92zp29tiV5ICr3ZssB58p0OU6qmI4uryQyN"
    "gPJWYyuqVptjMdNgJ9kfKRzfxFTlhuJzBysnQXBiMgMvZdyBXzUN8lBIKMdg0R5WFGOIQo"
    "owgsRLAzl2zEak7FH3KUibZiEyfbE2+mojAGfRZwGBqvFFYLhyHZqLW9IuRRsVq0pxdVRE"
    "1avvtIMYLA0G1rhxFsEex+Yferoyr63f3u4q/Mtg69eCyPlm4a2QOXDVDV7rUweFs2rsVW"
    "W7es93OCOPGx3Dkyn6BwzpZpWZR4I4njK2hGPXEPr0O5b6TicijurMQuk9R3pv10CRtQjS"
    "frtg1o6EUKQ7qlBkjavh9XwPMqYGBPi/6ZwqOBO0iuMMcPHu2WLVwQMS5feBCMZayl1wni"
    "XMLAcXx2sUsxgYvmagIXVYChYMPQBRvmLArsGQsWKiagnWKpiI5YwuV02E1HHwQLDh/thn"
    "INwojwCPYb3K5FuQqkwobxhsJ0c2VcRuXq9vamRKZcXVc2aZ/+9vHqw+cXJ/GQFo0ob/D0"
    "PZEgVMZuNA7ggsR4g/fVsGMXUsdHmJDFD3RvfW892QT8HgNjmFoPNcKwxlbtwqdgx2HRwR"
    "HgYhX3feJdJp0d4VDYKQY8y2o4FCzz8j+UeV4HwmRgjle5CJSs7ntwOsHPcY1gUzESE6LY"
    "nDqHgvQ57cZUmNJstgNRMi/rb1BWvLLmKbjx+qrYzJA7SVsbFxpvJcpvfYIk04PET2ZxyX"
    "DJYr+TnDWZzhl7RGl3VnzTkUz3Uvya5CMnwYL62Kuz5T32qyxTnv5YeT+GDKqUHwWLXlDb"
    "ziROLmIgh9N/WD2w6QO6KkIiTFqVqdMcPV8QGT9+fvKHWeTHaSloGlGPUz98KZ/3x6Go9r"
    "Gj6gOy9NZ2FCimlHvypbF6YEHIAP9GG+vw4R/37aBvSIeb209/zppXNVFPjXrqTGduhEbk"
    "MrMV9mipTODemud6s7g3CNbTYOcKteUgXlJvVUBxLT3w3a241i7+E/Eo6X7sg/B+X+jKIO"
    "yHJeGKmKkouAqmLQRcteVO7FtI5IF8P4TIpdhjDxHJT++TlNlLdM1DFLAVomF8UQy8x+QQ"
    "vzTTiUeBHyIcEMTxI/HVXNwgT1Eyc0X60XWDdJZNng80nT4rrdVC0xUUtyuNVBAxkEkaJG"
    "YwfSc6gJxLAMY7YswFHJ3oukxAD7JOPtYYsi5eQ+rKaJzUN+0hJqsWVMi5nAtce9opIrYi"
    "NiL3icOQSrOBDzWYh/arzHEMHBNbvH3OhKpJw5FQOqfLAu/a/KKZy7t6OOS2XHX20HtVFt"
    "5vnd/v1ErtzO6W5YDc3ZtfBxcH8Os6qmI4fr1AjB0Ir7Gx8lWQy7PtARw79afsy2Hc+rXs"
    "4qPQOH44xl3bTlHALOIH43Qb92EgUIM6IbKEDpUDopDs0eJ8KLba6ni4E02nzF3HteFlQZ"
    "Sw7jZoaAMVLDRe3q0WUl//wNBjLgAAB7IPeCA7sDHN0JvLxoCJCCaijqro10TcxXwZu2Td"
    "sSBetq+TCIRDcxiz7fZlHtBgClpjWDAZbC2GTAHZ7faMXQgs2W7X/DJnYSHYKZVFfE5DRE"
    "MLMT/5OyUW3mWl+7KnoQVeC3GC5DlaoWxOed0yGuwp2wKqIIpKt8XSajG4IL5neLML/Djg"
    "x/neVVA5Knd3FVQEQQVgJ+lrJ4ErbXhXGhxXPuxx5c22/pCmmWRIb59IEFCXTBR2Wem+1W"
    "aUSZ40jmHcNN3uaVoSh2IPyRKh0jQKkM980S4+ojhLopKXxQVZVj2r1yStIvnZoU/UQy5e"
    "KxxUvXYNfi2N11qrxcwSClR7BdTgp83bXAHHO0+pUJVUftVZRQLK3E5lTAoiemRGGFbGBI"
    "fdDhvOJYzzHw5CFICd+ux2KpRUeHYVZFugziqoCO6lAs3C2YEp0EYVUNRCD3x3K2qhmlB6"
    "wLdDiV3NZpJd4a1MolqRBKXwZgVJUA1/biYJNrHWu5wsnPEmP4RokXRuySPTKEcreXKa8+"
    "izlUdc8ZVVZwV3lN7mXnWJGy2J/UjW4GLVZ/W02mz/XGM1LTTbTmUpA12tZztZUGctFtSZ"
    "4hgx8kXBuDdX2czaG4FvW1jlECU2nTmjqlW1rU5yJrEX4JotqUMX8mVOfDjYPiHFFVHI89"
    "U5zzcgDqFPe+m5Impg7LhJipZ1e6JOFatyiREZ1CXx3TQG9xiLoMj6MYulqgB6+wGBRTlj"
    "ivn0cThgQHiw3mtyyuVgBdJ5YpIlQeraba15ZRjD2lvRK5f5ZI93pSAGr4rOrwoJAtYpXn"
    "ojYJ7Jc7GTCX/RYsJfQLS0JvwVeKE1UkGxSnP3iOm6MKgCfKHH4QuFqOkRoqYrNeAPBdrM"
    "gv5VmBXTqlbO0RuCn5Re0eSG1eYO9TZNtrpD74UFgqifVtzHecCyzCVd4XXi3IwHDVcU7O"
    "kuDjHPGq+UVovfU+gw4OEetnBJEChtvc1h391HxQUxULDWCoaob4j6NtLI0ybk+PtVAdjZ"
    "z2ZnP09M7LHiq3NQ7CbkW2X6FcLBW6y/YqsdyhcRecBaeiibsNt+jygP0VeZrZoezBb/Ka"
    "7FSa8I+278KQuEDX9AKxa4yUFtCyIMPWHwqQoYDfYcZYxtccYJvegBwmv1WSisNjNT6qrD"
    "9jRrb0TI59AhiPrX4x0N3EH2/l87FuT9Ono93iMevI0nRDbHgz/LCZGDGa9jB4RDfekB60"
    "sDTQA2qo6q6NdGbbahoNJwt0rDiVf40ELDpjrRy4k2abWoA8Gq1qgyEarY1D4Mptsl8cX3"
    "+CnryUSYMsLoQKgMpNYGLfB96zjRUqy064mCDMtvWm1sGCs120qH3foECcx5tYCbhTh+JD"
    "6arhFG6YqFZiwQn5IyVWhF+TwmrKbRbEaCMC3BLYkt8sXxxHLJfPQQCVAUcRTjPRbiLzTe"
    "nVotxJgcHnX823OgMhmTjIQ+UqAgluU7CHWAWBbDFXwc+bejMa79p96mG47uFFVJzqTFB3"
    "J3vjcVQCwR8LQ6qmK4WKJpzqQeCq9xnGwN3dJKB4Fa31GgVon3VPFTFV60haJKWtobMnY3"
    "miolgArZN5sDCGiIZKfy1AGMVoQ8uniNXryS1z8yX3z4jZqCOrxLoJc0XlStFnopVWlXhq"
    "kgZtIOpw+SSb4unasWbYQAzUoOvceU56y2w5lLAZ5gWmoxBcPhBGBa6q2K4UxLKI3fBd/d"
    "SuM/k/UT8fbi7eUGVqv9EzfdzfC5RAFZemsLrQLKubBHqB/7uoWYH+LkvCY2S3zglCNOPC"
    "+04lySOVvFfnLxePpEgjV6YEThiR/iAWAUabwcWC1G0ZiFFHWbpfqupIgjAUqnUnu5xIjx"
    "5DgMaVyuZDIUroM77VyFFd98yl7Wfvwj9p7HzT3IYXrH4YqGUtBQCroEaOTL42p8O5RBL1"
    "1RrQkDtPpV2T6iifno4o88gkNiRz6nXlctV0ShRrTOenYCInHf42UuS8LrrLWaxTrG9wkJ"
    "zsXgNdZZv1DqHUq9j4Y2hIt+nyqAUu/g29NZFcP59qDUO5R61xNm3Uu9/8w8qs5xTu9Ybd"
    "7TZd5me7X3OUFB5JFQujDT2OV36D+pZv5joTizOCTBE3XID6LVykeRUG4QOzZlqTVFCfh+"
    "+oQifke21FotflMo4jdgHbQF9YWNy8XbZIs/I66Kimwc52phk3aZvTms5yygXwUq3UFWSA"
    "LCCoRDTpZ7wFsVA2xVhqjc+nm2E3E2m+0BcqM8oK3OEnXmxBXboP0Rb+0DUAe+S5edH5As"
    "o5IszUZp0XcVm1cH1ie7S3oxCPFBy5NtEnAVlnsxObfZdi9mA+8S+7wkQch8CzlzTANZG0"
    "z0Y6GAsYW0speMedIIDwnmaR0w8kSCQuWwuBgaVYc999o3WPNHNqdbYM0/jzUPJfmHLckv"
    "5ibF5NGMb9beQHz7D8iV9QX3iBulY4fingw7P/cRL4o9ipUJzs2R+wWR8YP3J3+YRX6SDj"
    "WNqMepH76Uz/vjZNgt3mgh/Usc8LU0wbuO75IgjPE6pPjLnpAmggBpscjEyrebiniLLTvB"
    "vhrRklwFUbGj94aCdHNl3Bni6vb2pjRDXF1XD0D528erD2L5i6cL0Yjy0u64MIhZSNX+9y"
    "1juCAHmRKlwBFOnxR74NbxmwuNOHgz0+9oxy4Qps8eIAhFP4Cz1lEVUPRDD3wPLfrx3Mfg"
    "aJb20OgYqCTyKTcgHVC6ybowZFiWjYz0DBV66FgqndliIlIu68kHZ2Bx10pw1cEHT/3Cgk"
    "cTD54a0mWZeXgVHsuC87fZYRkWGm31V96xBeFz6RsMmefGZxgtl0z80gXxed0Fub05eBWP"
    "bNdtgVcRvIomehXBW6OZt8aNgsRs6h53qRI1iV3pMdxSnjBoT8lM2O17AN0obwwd3jfUeM"
    "bFv3sjXRMHoGvenCBNhVGVhmj25ZSl9oJVM6Kkd2DBTQZuMnCTGbOLGNlNlmQ1d1ZASQzg"
    "BxfZcbjI8hz+A9HNCwYYim3pBT/AOZZmLRxIQZt3wF3Vm3EoSW+wO2MEnr4tw0iB7Fbe3u"
    "6WcPTLnMncn/isAwf7yGV5JQ8rOxiBBbKWB5uhZUCE0UnE/FTn9g/qSUn7FzwRmx8FzL82"
    "mwmrhfkH03DSr2kI9sqz2ytwTPSzqyBb47pqoCwHCgCj8TiMxsIO6EB4zcv7r6JbfsfhnO"
    "6e4dX5nO5SmJjCjqqGkTUbUauk5eHndGdwIdlj2MMp3d06hOPoNF5QrRbDCc7o7j19Es7o"
    "hjO6tcUT7PpnNyrBrgezUkdVDGdWguXTBV+dLZ9LYSc484nC5knvWG3WDs7bbDNzmlHt2d"
    "T4XuyMA6Pwmi0IeQ6C0vPSnBpQEDExO+DiYpfsgIuL5uwAea8Sqideqg4Ip80NRPdkp9yL"
    "k5bci5N67oV4Iieqg2aacy8KInDMdccsi9pWbMzF7Nv/AcK3TRg="
)
