"""The Parquet files beside this one, as pandas writes them (pandas 3.1.1, pyarrow 26.0.1)."""

import pandas as pd

points = pd.DataFrame(
    {
        "trusting": [0.25, 0.5, 0.75],
        "day": pd.to_datetime(["2019-05-06", "2019-06-03", "2019-04-08"]),
        "weeks": [20.0, 26.0, 30.0],
    },
    index=[3, 5, 7],
)
# No options: snappy, microseconds, and the index as a column.
points.to_parquet("pandas.parquet")
nanos = points.assign(day=points["day"].astype("datetime64[ns]"))
nanos.to_parquet("nanos.parquet", index=False)
# A value is missing, and days have a time.
gaps = points.assign(day=points["day"] + pd.Timedelta(hours=3))
gaps.loc[5, "trusting"] = None
gaps.to_parquet("gaps.parquet", index=False)
