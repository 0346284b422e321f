"""Repetitions that take turns, and what is said of them."""

import statistics


def summary(seconds):
    """Median, extremes and median absolute deviation of times; the spread is (max - min) / median."""
    if not seconds:
        raise ValueError("nothing was measured")
    middle = statistics.median(seconds)
    return {
        "median": middle,
        "min": min(seconds),
        "max": max(seconds),
        "mad": statistics.median(abs(s - middle) for s in seconds),
        "spread": (max(seconds) - min(seconds)) / middle if middle > 0 else 0.0,
        "repetitions": len(seconds),
    }


def take_turns(contenders, repetitions, warm_up=1):
    """Asks each contender (name -> function that returns {"wall": s, "cpu": s}) once a round.

    Rounds of warming up are not counted. The order turns around each round, so that nobody always runs
    behind the same neighbour. Returns name -> {"wall": summary, "cpu": summary}.
    """
    times = {name: {"wall": [], "cpu": []} for name in contenders}
    names = list(contenders)
    for turn in range(warm_up + repetitions):
        for name in names if turn % 2 == 0 else reversed(names):
            answer = contenders[name]()
            if turn >= warm_up:
                for kind in ("wall", "cpu"):
                    times[name][kind].append(answer[kind])
    return {name: {kind: summary(of) for kind, of in kinds.items()} for name, kinds in times.items()}


def ratio(results, slower, faster, kind="cpu"):
    """How many times as long one takes as another, by medians of CPU time."""
    return results[slower][kind]["median"] / results[faster][kind]["median"]


def flatness(values):
    """The greatest over the least: 1 when a cost does not change."""
    return max(values) / min(values)


def growth(sizes, costs):
    """How many times what a unit costs at the smallest size it costs at most at a greater one: 1 when a cost is linear,
    less when what is paid once is spread over more."""
    first, *others = [cost / size for size, cost in zip(sizes, costs, strict=True)]
    return max(others) / first
