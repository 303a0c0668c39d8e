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
    "eJztXW1z2ziS/isofZlMFS8VvyW53NVV2bnMjnftaCr23mzt1hYXJiELZ4rQkqAVZS///Q"
    "CKFN9AipRIGkL6S2KRaFB6GgS6n240/jVZMJd44esrxp6o/zj5gP418fGCiD/Ktyw0wctl"
    "dkNe4PjBi9s+5Bo9hDzADheXZ9gLibjkktAJ6JJT5svGlz4SPTHq8wXxuYVYgPicoDnzXP"
    "EH5miB1+iBOGxBEPNFByvK53GTJfOos0aUoxUORTOXoMh3SfBaPthljnjy5lcM9YzIp/+M"
    "iM3ZIxFtA/Gkv/1t8hCF1CdhjIgjsJn8/e/iLyqEvpJQNpEfl0/2jBLPLUBMXSkTX7f5eh"
    "lfu6KP1z7/JW4rf9WD7TAvWvhZ++Waz5m/FRC/UV59JD4JMCfyCTyIJO5+5HmJhlJVbH5A"
    "1mTzLXMyLpnhyJPak9KbL5Bdm9j25+m9fffp3rYnFc2mEjlFJJcc5stRIb5qGAPwKL/Cv/"
    "376enZ2bvTN2dv31+cv3t38f7Ne9E2/r7VW+++b75Mhtamqxiz6z9cf76XX4iJobcZkvLC"
    "91gGc7yRipWRoR/rqoL/xzkO1Oin7Uv4ix9Wxj9Fu0kB6YVMA9nrMoYKFvir7RH/kc/Fx/"
    "cN4P7P5ZePv15+efX+5yLAn5Mbp/KORDpDNuSYR2EXbDMJA9E9edsC3pO3tfjKWxWAAx7a"
    "mFcx/m+BEqcLUotzJliC2k0kX6d/HCHwDUDfX99+uru/vP1Ndr8Iw396MVyX95/kndP46r"
    "p09VVZKdtO0O/X978i+RH9dfr5UwwnC/ljED8xa3f/14n8TjjizPbZysZuHpP0cnqpoGTi"
    "u/uoOCcGCtZawUvxLq7tkH5TLEN3C+x5tYZAUXK3QdCXYk+GNQjOTt+93ZoA8kPTon93e3"
    "lzk67yOVAD6hB7QX0WVFGtB7QotReiiQWly5uSYHp6cv7u/P3Z2/MtsNsrTehWgXWiICC+"
    "s+5kMuVkDFzYz1qs62e1y/pZeVWP/++Abtp+PGQnk1FwPX3zpgWyolUttvG90sQgMOoE71"
    "bAOHzP28B7Xo/ueQVc6Vjb5OuSiuVxD5tFId6D7aLZhGyS6eJg3yGe7Yg2s5lcNyNOFA5f"
    "7XpbKz+eLXNES69QnDMnbuSR/RFv7ANQVxk8AZE/fo/prCgJXpjWU1m0dPdUc1ES1Ky1ml"
    "OW3u5KupcETZoqRyHg8x5kyNmCBJ1VUBIEFeytAo85WH7TziooCYIK9lZBSAJKuk9DBTGD"
    "+Knx0X+WVN8e8OfkYPh3UoAMgM+elEHYfPC8qI1fWEDoo/8nso41ci2+u3QaFfCnmQq5ro"
    "5MFd/T4ZZezV7XAK+2mQNlW0RgIH454TEKX4SJ9OX64/1EOeH3gO9NritD8S2tci3wTeaF"
    "HuC9y3oyFN3iHNoC3NTu6wHdj7muDIW3ZCW3G7xURSJ1n3o3+V932/6OyxTpMIAzG6wGX7"
    "nWPWDnaYUD165Z9MgzkU+uGiCJ3C9/+kK87VzbCPkn2ZVBg7owPpnjREsx8pSDtAtY06Sj"
    "tUlIyZHGTlluhBXGXvXW4nRRvoJ9/Bj/JPls+STV6KrPCt2Ovp2poTbZNt2dIIqcOfYfCW"
    "IzhFHSwQe0mrNNPibllvhAfAvNArYQf2KOOIv/f40+iwcFKKHmLOTHHzcvqqvIEx30UYp0"
    "UUgN1cUpsVB9amh3Lhg44CPggMWso8oKqk8B2AoYmLzy9rxFEsDb89okAHnrexlepafZiK"
    "963TYB4P7Tfh/ITFjmVYD/eDf9XBO82EqUpybqcPR/yKPhEVKHDbhKKArTUYrnq9vLv5Sh"
    "/ngzvSrPM7KDq/LAnnGVE1oP+1bgINR1G95jw56ajp0jdgU54Gr3JsshZgp0uY6qGI4uz2"
    "1k7IcSMxndwjTbmQ4bgb5I+Mh6/iIjLHcTGBlZ2obBCIjMfRdy+X2oHzYEgsx2DRHlYUo4"
    "hCilCCxEsDOXbMRqTsUfcpSJtsKIk+2JN1NRGIM+CzgMjVcKq4HDkGzU2l4R8qRYLZq3F5"
    "VETVq++9hiBImhu9YOI9gisH7B+tVRFf1av23ilanp0EvE8mjpppEjcOkAVVmvucHbYLjm"
    "W+00We/nBHHiY2k5Mp+gcM6WSVmU2JDE8RU0o564h9ehtBupuByKOythZZKqZdpPl2CAaj"
    "xZNxmgoRcpHOmGGiBJ+35CAS+rgIEjLfrvFB4N3EH2CnP86NFuu4VzIsbtFx4EY5lr6XWC"
    "OJMwcByfXbQpJnBRX03gogwwFGwYumDDnEWBPWPBQsUENFMsJdERS7icDmt09EGw4PDJri"
    "nXIJwIj2C/JuyalytBKnwYbyhMt1fGZVSuptObAplydV0y0j7/+fbq05dXJ/GQFo0or4n0"
    "PZMgVOZu1A7gnMR4g/fNsGMXto6PMCGLH+hOfW892Sb8HgNjmHgPFcKwwla14VOw47Do4A"
    "xwsYr7PvEuN50d4VBolQOe7mo4FCzz9n8o93kdCJOBe7yKRaBkdd+DtxP8FtcINhUjMSEK"
    "49Q5FKQvSTemwpTsZjsQJfN2/Q3KipfWPAU3Xl0V6xlyZ9PWxrnGO4nyqU+QZHqQ+MksLh"
    "kuWewPkrMmD3PGnlDSnRXfdCTTvRS/ZvORk2BBfexV2fIe+1WWKU9+rLwfQwZVyo+CRc+p"
    "rTWJk4kYyOH0n1YPbPqAoYqQCJdW5erUZ8/nRMbPn5/85yzy420p6CGiHqd++Fo+77+Got"
    "rHzqoPyNJb21GgmFLuydfa6oE5IQPiG02sw6e/3DeDviUdbqaf/5A2L2uiujXquTOduRUa"
    "kctMV9ijpTKBe6uf683i3iBZTwPLFWrLQb6k3qqA4lp64NuuuFab+Il4lAw/9kF4f8x1ZR"
    "D2w5JwecxUFFwJ0wYCrtyyFfsWEnkg308hcin22GNEstP7JGX2Gl3zEAVshWgYXxQD72lz"
    "iF+y04lHgR8iHBDE8RPx1VzcIE9RMnN5+tF1g2SW3TwfaDp9VlqrgabLKa4tjZQTMZBJGi"
    "RnMHknOoCcSQDGLTHmAo5OdF0qoAdZJx9rDFkXryFVZdRO6tv2kJNVSSrkXM4Frv3QKSO2"
    "JDYi94nDkEq3gQ81mIeOq8xxDBwTJt4+Z0JVpOFIKJ23ywLvWv+imcu7ejjktlx19tB7WR"
    "beb53f78RL7czuFuWA3N2bX4cQB/DrOqpiOH49R4wdCK+xufJlkIuz7QEcO/Uf2NfDuPVr"
    "2cWt0Dh+PEarrVUWMIv4wThN4z4MBGrQIES6oUMVgMht9mgIPuRb7Qw83ImmD8xdx7XhZU"
    "GUsBo2qGkDFSw0Xt6tBlJf/8TQYy4AAAeyD3ggO7Ax9dCby8aAiwguoo6q6NdFbOO+jF2y"
    "7lgQL/rXmwyEQ/cwpub2ZZbQYApaY3gwKWwNjkwO2d3+jJ1LLNnt1/w+Z2Eu2SmRRXxOQ0"
    "RDCzF/83dCLHxIS/elT0MLvBbiBMlztELZnPKqZzTYU3YlVEEWlW6LpdXgcEF+z/BuF8Rx"
    "II7zo6ugdFRuexWUBEEF4Cfp6ydBKG34UBocVz7sceX1vv6QrplkSKfPJAioSyYKv6xw32"
    "pyyiRPGucwbpvujjQtiUOxh2SJUOkaBchnvmgXH1GcbqKSl8UFWVY9rdckvSL52aHP1EMu"
    "XisCVL12DXEtjddaq8HNEgpURwXU4CfNm0IBxztPqVCVVH45WEUCytxOZUxyInrsjDCsjA"
    "kOux02nEkYFz8chCgAP/XF/VQoqfDiKkhNoM4qKAnupQLN0tmBKdBGFVDUQg982xW1UE0o"
    "PeDbocSuZjNJW3hLk6hWJEEhvVlBEpTTn+tJgm2udZuThVPe5KcQLTadW/LINMrRSp6c5j"
    "z5bOURV3xl1VnBHaV3hVdd4kZLYj+RNYRY9Vk9rSbfP9NYRQv1vlNRysBQ61krD+qswYM6"
    "UxwjRr4qGPf6KptpeyPwbUqrHKLEpjNnVLWqNtVJTiX2AlyzJXXoQr7MiQ8H2yeluCQK+3"
    "x13ucbEIfQ5730XBI1MHfcJEXLuj1Rp4pVmcSIDOqS+G6Sg3uMRVBk/ZjFUlUAvfmAwLyc"
    "McV8+jgcMCA8WO81OWVysALpPDHJkiBV7TbWvDKMYe2t6JXLfLLHu5ITg1dF51eFBAHrlC"
    "+9FTDP5blo5cJfNLjwF5AtrQl/BVFojVSQr9LcPWO6KgyqgFjoccRCIWt6hKzpUg34Q4E2"
    "s6B/GWbFtKpVcPSG4GdlVHRzw2oKh3rbJjvDoffCA0HUTyru4yxhWe4lXeH1JrgZDxquKN"
    "jTXRxynjVeKa2GuKfQYcDDPXzhgiBQ2nq7w767j4pzYqBgrRUMWd+Q9W2kk6dNyvGPqwLw"
    "s1/Mz36ZnNhjxVfnpNhtyrfK9culgzd4f/lWLcoXEXnAWnIom/Db/gNRHqJvcrdqcjBb/K"
    "e4Fm96Rdh3409pImz4E1qxwN0c1LYgwtETDp+qgNFgz1Hm2OZnnNCLHiG9Vp+FwmpyM6Wu"
    "OpinaXsjUj6HTkHUvx7vaOAOYvt/61iQ99vo9XiPePDWnhBZnw/+IidEDua8jp0QDvWlB6"
    "wv/b9MmCeiJ/njO1VFqAhCbYTmkb9HbQTgcIBA0FEV/RII9Q4ulIHuVgZ6E7I/tAq0qRkO"
    "xV1QSSmvA8EqFxAzEaqYBzkMpumS+OJ7/Jr2ZCJMKZt3IFQG8p6DVl+fOk60FCvteqJgKr"
    "ObVhNVyQrNdnKVU58ggTkvV9ezEMdPRBija4RRsmKhGQvEp00NMbSifB6ziQ/RbEaCMKmP"
    "LllH8tXxxHIpbNnHSICiSHIZ77GQHKOxdWo1sJZyeFTxb96glsqY5CT0sT8NEo1+gDwUSD"
    "QyXMHHsTl6NDq8/33RicHRnaIqyJm0+MDGqh9NBZDoBTytjqoYLtHrIWNSD4XXOE62gm5h"
    "pYMsuh8oi67Ae6r4qRIv2kBRbVraWzK2HU2VEEC5rVHb0yFoiGSn8kgIjFaEPLl4jV69kd"
    "dvmS8+/KymoA7vEugljRdVq4FeSlTalWHKiZlk4fRBMsnXpXNJqa0QoFkqcOAx5SG4zXBm"
    "UoAnuJZaTMFwcgS4lnqrYjjXEs4t6IJvu3MLXsj7iXhzZf1iA6vR/4mbtnN8LlFAlt7aQq"
    "uAci78EerHsW4h5od4kzDKZpsYOOWIE88LrXijz5yt4ji5eDx9JsEaPTKiiMQP8QBwijRe"
    "DqwGp2jMKpe6zVJ9l7nEkQClUx3ETGLEZH8chjSuJTMZCtfBg3auwouvT/ZP24+f4/8yYe"
    "5BsvmPIxQNdbqhTncB0MiXZwn5diiTXrqiWhEGaPUrgX5EE/PR5R95BIfEjnxOva5aLolC"
    "AW+d9ewEROK+x8tclITXWWs1i3WM75MSnInBa6yzfqEOP9ThHw1tSBf9MVUAdfghtqezKo"
    "aL7UEdfqjDryfMutfh/415VL3HObljNUVPl1mb3aX45wQFkUdCGcJMcpc/oH8kmvmHheKd"
    "xSEJnqlDfhKtVj6KhHKDOLAp6+Ap6vP30ydUWDyypdZqiJtChcUBi9QtqC98XC7eJlv8GX"
    "FVVmTtOFcLm2Rl9hawnrOAfhOodAdZIQkIKxAOOVnuAW9ZDLBVOaLS9PNsJ+JsNtsD5Fp5"
    "QFu9S9SZE1eYQfsj3tgHoA58ly6WH5Aso5Is9U5pPnYVu1cH1ie72/RiEOKDlifbbsBVeO"
    "75zbn1vnt+N3Cb3OclCULmW8iZYxrI2mCiHwsFjC2kl71kzJNOeEgwT+qAkWcS5CqHxcXQ"
    "qDrtude+wZs/sjndAm/+Zbx5OC9h2PMSxNykmDzq8U3bG4hv/wm5sr7gHnmjdOxU3JNh5+"
    "c+8kWxR7Fyg3N95n5OBAr0y557Telf4oCvpQvedXwXBGGMVyHFX/eEdCMIkOaLTKx8u66I"
    "tzDZCfbViBbkSogKi94bCtLtlXFniKvp9KYwQ1xdl0+n+fPt1Sex/MXThWhEecE6zg1iFl"
    "J1/H3HGM7JwU6JQuIIp88KG7hx/GZCIw7e1PU72rELhOmLJwhC0Q/grHVUBRT90APfQ4t+"
    "vPQxOJpte6gNDJQ28ikNkA4o3aRdGDIsi05GcoYKPXQsFc5sMREpl/UUgzOwuGspuergg6"
    "d+Z8GTiQdPDRmyTCO8iohlLvhbH7AMc412xivv2ILwuYwNhsxz4zOMlksmfumC+Lwagtzd"
    "HKKKR2Z1WxBVhKiiiVFFiNZoFq1xo2DjNnXPu1SJmsSu9JhuKU8YtB/ITPjtewBdK28MHd"
    "431HjGxb97I10RB6Ar0Zwg2QqjKg1RH8spSu0Fq2ZEyTDALsX42yQWdozvqMQhTNkh1BNS"
    "ztWnqtebKHkZsFF6t1FkCaCNJ91BJwUhUErvSoFwfm72h3D+Uc3xEM5/8XD+pvpCZwUUxA"
    "B+COUfRyg/qzVyILpZYRNDsS284AcE8ZPdVQeGysw7iLMcdT00mGhw2HWEeGLTTkgFsjvj"
    "i3a3jZG/z5ncoxifyeJgH7ksqzhkpQe4sEDWHGIztAzIjAREzE/VGORBPSnDk7mI6fZHQY"
    "RSG2PCaohQgms46dc1BH/lxf0VOM7+xVWQrnFdNVCUAwWA03gcTmPOAjoQXvPqk5TRLb7j"
    "LcDNG8oHomug71OGt7SIaVUFtpDOqvCjyumu9U7UatMy29+524Oa+kQWgKHMlU7Oak6duX"
    "B8UriQ7DFEzBfXkgPf0as3iIbolvniw89VR6qPDuHYTI0XVKvBcUpU2tVvyomZZN30ss17"
    "SfzOhTa2QoBmqTamx5TJm81wZlKAJ/j1WkzB4NeDW6m3KoZzK8Hz6YKvzp7PpfATnPlE4f"
    "Mkd6wmbwdnbXa5OfWo9uxq/Ch+xoHZwvUehDyvRRl5qd/ClBMxcRfTxUWbXUwXF/W7mOS9"
    "UqqeeKk6IJw0NxDdk1Z7xE4a9oidVPeIiSdyojoQqz7ZNycyfqrv8KvUoEm9FVNszMXs+/"
    "8DhwNPlw=="
)
