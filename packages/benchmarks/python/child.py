"""Runs NumPy, SciPy, the kernels or the generators of NumPy in a process. Answers one request in JSON per line, as
src/harness/child-main.ts does.

    python3 child.py numpy
"""

import json
import sys
import time

part = sys.argv[1]


def say(message):
    print(json.dumps(message), flush=True)


try:
    import numpy as np

    version = np.__version__
    if part == "scipy":
        import scipy
        import scipy.stats

        version = scipy.__version__
except ImportError as error:
    say({"missing": f"{sys.executable}: {error}"})
    sys.exit()

x = y = out = ascending = np.empty(0)
random = np.random.Generator(np.random.PCG64(1))


def numpy_regression():
    slope, intercept = np.polyfit(x, y, 1)
    return {"slope": slope, "intercept": intercept}


def scipy_regression():
    line = scipy.stats.linregress(x, y)
    return {"slope": line.slope, "intercept": line.intercept, "pValue": line.pvalue}


def scipy_describe():
    found = scipy.stats.describe(x)
    return {
        "mean": found.mean,
        "variance": found.variance,
        "min": found.minmax[0],
        "max": found.minmax[1],
        "skewness": found.skewness,
        "kurtosis": found.kurtosis,
    }


def numpy_windows():
    return np.lib.stride_tricks.sliding_window_view(x, 5)


functions = {
    "numpy": {
        "mean": lambda: np.mean(x),
        "sum": lambda: np.sum(x),
        "variance": lambda: np.var(x, ddof=1),
        "std": lambda: np.std(x, ddof=1),
        "min": lambda: np.min(x),
        "max": lambda: np.max(x),
        "minMax": lambda: {"min": np.min(x), "max": np.max(x)},
        "weightedMean": lambda: np.average(x, weights=y),
        "covariance": lambda: np.cov(x, y)[0, 1],
        "correlation": lambda: np.corrcoef(x, y)[0, 1],
        "correlationMatrix": lambda: np.corrcoef((x, y, x)),
        "rollingMean": lambda: numpy_windows().mean(axis=1),
        "rollingStd": lambda: numpy_windows().std(axis=1, ddof=1),
        "median": lambda: np.median(x),
        "quantile": lambda: np.quantile(x, 0.3),
        "histogram": lambda: np.histogram(x)[0].astype(float),
        "linearRegression": numpy_regression,
    },
    # Their results are not compared: the kernels of fastmath generate their own numbers.
    "kernels": {
        "sum": lambda: np.sum(x),
        "dot": lambda: np.dot(x, y),
        "min_max": lambda: (np.min(x), np.max(x)),
        "add": lambda: np.add(x, y, out),
        "subtract": lambda: np.subtract(x, y, out),
        "multiply": lambda: np.multiply(x, y, out),
        "divide": lambda: np.divide(x, y, out),
        "abs": lambda: np.abs(x, out),
        "sqrt": lambda: np.sqrt(x, out),
        "cumsum": lambda: np.cumsum(x, out=out),
        "sort": lambda: np.sort(x),
        "select": lambda: np.partition(x, len(x) // 2)[len(x) // 2],
        "search_sorted": lambda: np.searchsorted(ascending, x),
        "histogram": lambda: np.histogram(x, bins=256, range=(1, 2)),
    },
    "random": {
        "uniform": lambda: random.random(out=x),
        "normal": lambda: random.standard_normal(out=x),
    },
    "scipy": {
        "describe": scipy_describe,
        "sem": lambda: scipy.stats.sem(x),
        "skewness": lambda: scipy.stats.skew(x),
        "kurtosis": lambda: scipy.stats.kurtosis(x),
        "geometricMean": lambda: scipy.stats.gmean(x),
        "harmonicMean": lambda: scipy.stats.hmean(x),
        "zscore": lambda: scipy.stats.zscore(x),
        "moment": lambda: scipy.stats.moment(x, 3),
        "correlation": lambda: scipy.stats.pearsonr(x, y)[0],
        "iqr": lambda: scipy.stats.iqr(x),
        "mad": lambda: scipy.stats.median_abs_deviation(x),
        "mode": lambda: scipy.stats.mode(x).mode,
        "rank": lambda: scipy.stats.rankdata(x),
        "spearman": lambda: scipy.stats.spearmanr(x, y).statistic,
        "kendall": lambda: scipy.stats.kendalltau(x, y).statistic,
        "linearRegression": scipy_regression,
    },
}[part]


def nanoseconds(call, count):
    start = time.perf_counter_ns()
    for _ in range(count):
        call()
    return (time.perf_counter_ns() - start) / count


def measure(call, milliseconds):
    """Returns the median of samples that take about `milliseconds` together."""
    count = 1
    while (spent := nanoseconds(call, count) * count) < milliseconds * 1e5 and count < 1e9:
        count *= 4
    count = max(1, round(count * milliseconds * 1e6 / spent / 12))
    samples = sorted(nanoseconds(call, count) for _ in range(12 if count > 1 else 1))
    return samples[len(samples) // 2]


def plain(value):
    if isinstance(value, dict):
        return {key: float(each) for key, each in value.items()}
    if isinstance(value, np.ndarray) and value.ndim == 2:
        return {i: dict(enumerate(row)) for i, row in enumerate(value)}
    if isinstance(value, np.ndarray):
        return {"length": len(value), "first": value[0], "last": value[-1]}
    return float(value)


def answer(request):
    global x, y, out, ascending
    do = request["do"]
    if do == "describe":
        return {"version": version, "functions": list(functions)}
    if do == "data":
        x = np.fromfile(request["x"], count=request["n"])
        y = np.fromfile(request["y"], count=request["n"])
        if part == "kernels":
            out, ascending = np.empty_like(x), np.sort(x)
        return {}
    call = functions[request["function"]]
    if do == "value":
        if part in ("kernels", "random"):
            return {}
        return {"value": plain(call())}
    return {"ns": measure(call, request["milliseconds"])}


say({"ready": True})
for line in sys.stdin:
    try:
        say(answer(json.loads(line)))
    except Exception as error:  # the parent reports it
        say({"error": str(error)})
