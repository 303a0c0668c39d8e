from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    # The defaults stay: the version before this one does not know the columns, and still writes these tables.
    return """
SET LOCAL lock_timeout = '4s';
SET LOCAL statement_timeout = '30s';
ALTER TABLE "location" ADD "joined_tables" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "service" ADD "price_per_person" BOOL NOT NULL DEFAULT FALSE;
ALTER TABLE "service" ADD "sittings" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "service" ADD "timetable" JSONB NOT NULL DEFAULT '[]';
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    # Timetables, sittings and joined tables are lost: take a backup first, or load the shop's file again afterwards.
    return """
SET LOCAL lock_timeout = '4s';
SET LOCAL statement_timeout = '30s';
ALTER TABLE "location" DROP COLUMN "joined_tables";
ALTER TABLE "service" DROP COLUMN "price_per_person";
ALTER TABLE "service" DROP COLUMN "sittings";
ALTER TABLE "service" DROP COLUMN "timetable";
"""


MODELS_STATE = (
    "eJztXWtz2ziW/Ssofel0FTcVv5Jsdmur7Gx62jN21BV7tqdmaooDk5CFNUVoSNCKMpv/vg"
    "Af4gukRImkIeR+SSwSF5TOBQHccx/412TBXOKFr68Ye6L+4+QD+tfExwsi/qjestAEL5f5"
    "DXmB4wcvbvtQaPQQ8gA7XFyeYS8k4pJLQiegS06ZLxtf+kj0xKjPF8TnFmIB4nOC5sxzxR"
    "+YowVeowfisAVBzBcdrCifx02WzKPOGlGOVjgUzVyCIt8lwWv5YJc54snJrxjqGZFP/xkR"
    "m7NHItoG4kl/+9vkIQqpT8IYEUdgM/n738VfVAh9JaFsIj8un+wZJZ5bgpi6Uia+bvP1Mr"
    "52RR+vff5L3Fb+qgfbYV608PP2yzWfM38jIH6jvPpIfBJgTuQTeBBJ3P3I81INZapIfkDe"
    "JPmWBRmXzHDkSe1J6eQL5Ncmtv15em/ffbq37UlNs5lEQRHpJYf5clSIrxrGADzKr/Bv/3"
    "56enb27vTN2dv3F+fv3l28f/NetI2/b/3Wu+/Jl8nRSrqKMbv+w/Xne/mFmBh6yZCUF77H"
    "MpjjRCpWRo5+rKsa/h/nOFCjn7Wv4C9+WBX/DO02BWQXcg3kr8sYKljgr7ZH/Ec+Fx/ft4"
    "D7P5dfPv56+eXV+5/LAH9Ob5zKOxLpHNmQYx6FXbDNJQxE9+TtDvCevG3EV96qARzw0Ma8"
    "jvF/C5Q4XZBGnHPBCtRuKvk6++MIgW8B+v769tPd/eXtb7L7RRj+04vhurz/JO+cxlfXla"
    "uvqkrZdIJ+v77/FcmP6K/Tz59iOFnIH4P4iXm7+79O5HfCEWe2z1Y2douYZJezSyUlE9/d"
    "R8UFMVCw1gpeindxbYf0m2IZultgz2vcCJQlt28I+lLsybAbgrPTd283WwD5oW3Rv7u9vL"
    "nJVvkCqAF1iL2gPgvqqDYDWpbaC9F0B6XLm5Jienpy/u78/dnb8w2wmytt6NaBdaIgIL6z"
    "7rRlKsgYuLCf7bCunzUu62fVVT3+vwO6WfvxkJ1MRsH19M2bHZAVrRqxje9VJgaBUSd4Nw"
    "LG4Xu+C7znzeie18CVhrVNvi6pWB732LMoxHvYu2g2IZu0dXGw7xDPdkSb2UyumxEnCoOv"
    "cb1tlB9vL3NES69QnDMnbuSR/RFv7QNQV214AiJ//B7TWVkSrDCtp7Jo6e6p5rIkqFlrNW"
    "csvd2VdK8ImjRVjkLAFy3IkLMFCTqroCIIKthbBR5zsPymnVVQEQQV7K2CkATPkmzqqoGy"
    "HCigkwKkC3b2pHQDFt23ZW38wgJCH/0/kXWskWvx3aXZooA/85UXujoyVXzPhlt2dbKxnw"
    "O82viuq6uhwED8csJjFL6IRfrL9cf7iXLK6QHfm0JXhuJbmWd3wDedF3qA9y7vyVB0y3Po"
    "DuBmO48e0P1Y6MpQeCv7tAZ85Vz8gJ2nFQ5cu2FSJs9EPru+QKZyv/zpC/E2c0HDbJwEJX"
    "2SXRkEeml8MseJlmLcURUX1AWsadrR2iSk5Ehjp6wwwkpjr35rcbqoXsE+fox/kny2fJJq"
    "dDXHzW1G39bgOZtsmm4PoUPOHPuPBLEZwijt4ANazVkSsUa5JT4Q30KzgC3En5gjzuL/X6"
    "PP4kEBSskLC/nxx+RFdRWRdIM+ShFQB8FzumyaLdQcPNedLQOW7AhYMjHrqOImmp2kGwED"
    "3ftvz3dwk749b3STylvfq/AqLaFWfNXrtgkA9x8Y+UBmYl9eB/iPd9PPDfTuRqI6NVGHo/"
    "9DHg2PMPinBVcJRWk6yvB8dXv5lyrUH2+mV9V5RnZwVR3YM64ykpph3wgchLpuw3ts2LOt"
    "Y2efRkkOuMS9yVzwKgGdq6MqhqNzC6leh8Kb92QquqVptjMdNih9kY1tFXVRGPcttEWx1V"
    "bG4n5OECc+9vkHmXCHwjlbpll3MWWA4ytoRj1xD69DSTdQcTkUd1Zz5pE6M9FPl8BAaDzP"
    "Wy0MROhFilmoJcUsbd+PHfWyChjYTNU/EH00cAcJRef40aPdgtELIsaFow+CsXSkep0gzi"
    "UMHMdnF7vkqlw0J6tcVAGGfKCh84HmLArsGQsWKrK9PUGwIjpihuDpsJuOPlIEcfhkN2QD"
    "CZvEI9hv4KyKchVIxVbfGwrTzZVxGaur6fSmxFhdXVc2aZ//fHv16curk3hIi0aUN9Akzy"
    "QIlcR34wAuSIw3eN8MO3YhM2GECVn8QHfqe+vJJlriGJxzqfVQ883ViK5dgmew47Do4PAZ"
    "sYr7PvEuk86OcCjsFECThSwdCpZ5wV3KIM4DYTIwgLOcYyyLRx0ci/VbXILKVIzEhCg2p8"
    "6hIH1JuzEVpjRU9UCUzAvpHTSor7LmKbjx+qrYzJA7SVsbFxpvJcqnPkGS6UHiJ7O4Ip1k"
    "sT9Izpo8zBl7Qml3VnzTkUz3Uvya5CMnwYL62Kuz5T32q6yCl/5YeT+GDIrgHQWLXlDbzi"
    "ROLmIgh9N/TBKw6QO6KkIiTFqVqdMcelQQGT/4aPKfs8iPY/rQQ0Q9Tv3wtXzefw1FtY8d"
    "khSQpbe2o0AxpdyTr43FKQpCBvg32liHT3+5bwd9QzrcTD//IWte1UQ9rvS5M525ERqRy8"
    "xW2KOlMoF7a57rzeLeIM5Pg50rlC6AUEu9VQGZ83rgu1vm/C7+E/Eo6X7sg/D+WOjKIOyH"
    "JeGKmKkouAqmLQRcteVO7FtI5HkPP4XIpdhjjxHJD4eQlNlrdM1DFLAVomF8UQy8p+SMCL"
    "SaU0e0jAI/RDggiOMn4qu5uEGeomTmivSj6wbpLJs8H2g6fVZaq4WmKyhu58zBXMRAJmmQ"
    "mMH0negAci4BGO+IMRdwdKLrMgE9yDr5WGPIungNqSujcVLftIeYrFpQIedyLnDth04RsR"
    "WxEblPHIZUmg18qME8tF9ljmPgmNji7VNyvCYNFcd1rkwBvGvzi2Yu7+rhkNty1dlD71VZ"
    "eL91fr9TK7Uzu1uWA3J3b34dXBzAr+uoiuH49QIxdiC8xsbKV0Euz7YHcOzUf2BfD+PWr2"
    "UXt0Lj+PEYd207RQGziB+M0zTuw0CgBnVCZAkdKgdEIdmjxflQbLXV8XAnmj4wdx0X1pR1"
    "Q8K626ChDVSw0Hh5t1pIff0DQ4+5AACc9zfgeX/AxjRDby4bAyYimIg6qqJfE3EX8yWt7N"
    "bPCQUGIV62r5MIhENzGLPt9mUe0GAKWmNYMBlsLYZMAdnt9oxdCCzZbtf8PmdhIdgplUV8"
    "TkNEQwsxP/k7JRY+ZKX7sqehBV4LcYLkIQShbE553TIa7CnbAqogikq3xdJqMbggvmd4sw"
    "v8OODH+dFVAAedgp2koyrAlaYRyDu50uAswpc6i3BI00wypNNnEgTUJROFXVa6b7UZZZIn"
    "jWMYN023e5qWxKHYQ7JEqDSNAuQzX7SLz3fLkqjkZXFBllXP6jVJq0h+dugz9ZCL1woHVa"
    "9dg19L47XWajGzhALVXgE1+GnzNlfA8c5TKlQllV91VpGAMrdTGZOCiB6ZEYaVMcFht5Pa"
    "cgnj/IeDEAVgp764nQolFV5cBdkWqLMKKoJ7qUCzcHZgCrRRBRS10APf3YpaqCaUHvDtUG"
    "JXs5lkV3grk6hWJEEpvFlBElTDn5tJgk2s9U4Hy6e8yU8hWiSdW/LINMrRSp6c5jz5bOUR"
    "97HhrPhu0tvcqy5xoyWxn8gaXKz6rJ5Wm+2fa6ymhWbbqSxloKv1bCcL6qzFgjpTHCNGvi"
    "oY9+Yqm1l7I/BtC6scosSmM2dUtaq21UnOJPYCXLMldehCvsyJDwfbJ6S4Igp5vjrn+QbE"
    "IfR5Lz1XRA2MHTdJ0bJuT9SpYlUuMSKDuiS+m8bgHmMRFFk/ZrFUFUBvPyCwKGdMMZ8+Dg"
    "cMCA/We01OuRysQDpPTLIkSF27rTWvDGNYeyt65TKf7PGuFMTgVdH5VSFBwDrFS28EzDN5"
    "LnYy4S9aTPgLiJbWhL8CL7RGKihWae4eMV0XBlWAL/Q4fKEQNT1C1HSlBvyhQJtZ0L8Ks2"
    "Ja1co5ekPws9Irmtyw2tyh3qbJVnfovbBAEPXTivs4D1iWuaQrvE6cm/Gg4YqCPd3FIeZZ"
    "45XSavF7Ch0GPNzDFi4JAqWttznsu/uouCAGCtZawRD1DVHfRhp52oQc/7gqADv7xezsl4"
    "mJPVZ8dQ6K3YR8q0y/Qjh4i/VXbLVD+SIiD1hLD2UTdtt/IMpD9E1mq6YHs8V/imtx0ivC"
    "vht/ygJhw5/QigVuclDbgghDTxh8qgJGgz1HGWNbnHFCL3qE8Fp9FgqrzcyUuuqwPc3aGx"
    "HyOXQIov71eEcDd5C9/7eOBXm/jV6P94gHb+MJkc3x4C9yQuRgxuvYAeFQX3rA+tL/y8T2"
    "RPQkf3ynqgg1QaiN0D7y96iNABwOEAg6qqJfAqHZwIUy0N3KQCcu+0OrQJsa4VDOgkpLeR"
    "0IVrWAmIlQxTzIYTBNl8QX3+PXrCcTYcrYvAOhMpD3HLT6+tRxoqVYadcTBVOZ37TaqEpW"
    "araVq5z6BAnMebW6noU4fiJiM7pGGKUrFpqxQHxKaoihFeXzmE18iGYzEoRpfXTJOpKvji"
    "eWS7GXfYwEKIogl/EeC8ExGu9OrRbWUg6POv7tCWqZjElGQh/5aRBo9APEoUCgkeEKPo7k"
    "6NHo8P7zotMNR3eKqiRn0uIDiVU/mgog0At4Wh1VMVyg10POpB4Kr3GcbA3d0koHUXQ/UB"
    "RdifdU8VMVXrSFokpa2hsydjeaKiWACqlRm9MhaIhkp/JICIxWhDy5eI1evZHXb5kvPvys"
    "pqAO7xLoJY0XVauFXkpV2pVhKoiZtMPpg2SSr0vnklIbIUCzUuDAY8pDcNvhzKUATzAttZ"
    "iC4eQIMC31VsVwpiWcW9AF393OLXgh6yfi7ZX1yw2sVvsnbrqb4XOJArL01hZaBZRzYY9Q"
    "P/Z1CzE/xEnAKJslPnDKESeeF1pxos+crWI/uXg8fSbBGj0yovDED/EAMIo0Xg6sFqNozC"
    "qXus1SfZe5xJEApVMdxFxixGB/HIY0riUzGQrXwZ12rsKKbw72z9qPH+P/Mm7uQaL5j8MV"
    "DXW6oU53CdDIl2cJ+XYog166oloTBmj1K4F+RBPz0cUfeQSHxI58Tr2uWq6IQgFvnfXsBE"
    "TivsfLXJaE11lrNYt1jO8TEpyLwWuss36hDj/U4R8NbQgX/TFVAHX4wbensyqG8+1BHX6o"
    "w68nzLrX4f+NeVSd45zesdq8p8u8zfZS/HOCgsgjoXRhprHLH9A/Us38w0JxZnFIgmfqkJ"
    "9Eq5WPIqHcIHZsyjp4ivr8/fQJFRaPbKm1WvymUGFxwCJ1C+oLG5eLt8kWf0ZcFRXZOM7V"
    "wibtMntzWM9ZQL8JVLqDrJAEhBUIh5ws94C3KgbYqgxRufXzbCfibDbbA+RGeUBbnSXqzI"
    "krtkH7I97aB6AOfJcuOz8gWUYlWZqN0qLvKjavDqxPdpf0YhDig5Yn2yTgKiz3YnJus+1e"
    "zAbeJfZ5SYKQ+RZy5pgGsjaY6MdCAWMLaWUvGfOkER4SzNM6YOSZBIXKYXExNKoOe+61b7"
    "Dmj2xOt8CafxlrHs5LGPa8BDE3KSaPZnyz9gbi239ArqwvuEfcKB07FPdk2Pm5j3hR7FGs"
    "THBujtwviECBftlzryH9SxzwtTTBu47vkiCM8Tqk+OuekCaCAGmxyMTKt5uKeIstO8G+Gt"
    "GSXAVRsaP3hoJ0c2XcGeJqOr0pzRBX19XTaf58e/VJLH/xdCEaUV7aHRcGMQup2v++ZQwX"
    "5CBTohQ4wumzYg/cOn5zoREHb2b6He3YBcL0xQMEoegHcNY6qgKKfuiB76FFP176GBzN0h"
    "4aHQOVRD7lBqQDSjdZF4YMy7KRkZ6hQg8dS6UzW0xEymU9+eAMLO5aCa46+OCp31nwZOLB"
    "U0O6LDMPr8JjWXD+Njssw0Kjrf7KO7YgfC59gyHz3PgMo+WSiV+6ID6vuyC3Nwev4pHtui"
    "3wKoJX0USvInhrNPPWuFGQmE3d4y5VoiaxKz2GW8oTBu0HMhN2+x5AN8obQ4f3DTWecfHv"
    "3kjXxAHomjcnSFNhVKUhmn05Zam9YNWMKBkG2KUYf0lgYUf/jkoc3JQdXD0h5Vx9qnrzFq"
    "UoA3uU3vcosgRQYkl30ElJCJTSu1LAnV+Y/cGdf1RzPLjzX9ydn1Rf6KyAkhjAD67843Dl"
    "57VGDkQ3L2xiKLalF/wAJ36aXXWgq8y8gzirXtdDnYkGu11H8Ce2ZUIqkN3qX7S7JUb+Pm"
    "cyRzE+k8XBPnJZXnHIyg5wYYGsOcRmaBmQGQmImJ/qPsiDelK6Jwse082PAg+lNpsJq8VD"
    "CabhpF/TEOyVF7dX4Dj7F1dBtsZ11UBZDhQARuNxGI2FHdCB8JpXn6SKbvkd3wHc4kb5QH"
    "QNtH2q8FYWMa2qwJbCWRV2VDXctdmIWiUt8/zO7RbU1CeyAAxlrjRyVnPqzIXhk8GFZI8h"
    "Yr64lh74jl69QTREt8wXH36uG1J9dAjHZmq8oFothlOq0q52U0HMpN1NL2neS+J3LrSxEQ"
    "I0K7UxPaYM3myHM5cCPMGu12IKBrsezEq9VTGcWQmWTxd8dbZ8LoWd4MwnCpsnvWO1WTs4"
    "b7PNzGlGtWdT40exMw6MFm62IOR5LUrPS3MKU0HExCymi4tdspguLpqzmOS9SqieeKk6IJ"
    "w2NxDdk51yxE5acsRO6jli4omcqA7Eag72LYiMH+o7/Co1aFBvbSs25mL2/f8B81Xo2Q=="
)
