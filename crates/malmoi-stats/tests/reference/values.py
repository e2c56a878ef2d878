"""Writes values.json: scores computed without malmoi, to check malmoi by.

See README.md in this folder for the versions and the command.
"""

import json
from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import product
from math import comb, log, prod

import numpy as np
from scipy.sparse import csr_matrix
from lexicalrichness import LexicalRichness
from scipy.spatial.distance import jensenshannon
from scipy.stats import beta, chi2, chi2_contingency, gamma, kendalltau, multivariate_hypergeom, norm, pearsonr, power_divergence, theilslopes
from scipy.stats.contingency import relative_risk
from sklearn.feature_extraction.text import TfidfTransformer
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

getcontext().prec = 60

# name, study (count, total), reference (count, total)
TABLES = [
    ("common", (120, 10_000), (40, 10_000)),
    ("small", (3, 20), (1, 35)),
    ("less here", (4, 50_000), (90, 61_000)),
    ("one against ten million", (1, 1_000), (1, 10_000_000)),
    ("zero here", (0, 5_000), (12, 80_000)),
    ("zero elsewhere", (7, 5_000), (0, 80_000)),
    ("single occurrence, zero elsewhere", (1, 2), (0, 3)),
    ("equal shares", (25, 1_000), (75, 3_000)),
    ("nearly equal shares", (1_001, 100_000), (3_000, 300_000)),
    ("all tokens here", (40, 40), (10, 90)),
    ("all tokens elsewhere", (10, 90), (40, 40)),
    ("most tokens", (900, 1_000), (700, 1_000)),
    ("huge", (1_000_000_000, 40_000_000_000), (990_000_000, 41_000_000_000)),
    ("huge totals, rare term", (1_000, 1_000_000_000), (1_010, 1_000_000_000)),
    ("huge, one occurrence more", (10**9 + 1, 10**10), (10**9, 10**10)),
    ("dunning 1993, the swiss", (110, 2_552), (111, 29_225)),
]

P_LISTS = [
    [0.01, 0.04, 0.03, 0.005, 0.8],
    [0.2, 0.2, 0.2, 0.001, 0.001, 1.0],
    [1.0, 1.0],
    [0.0, 0.5, 1e-300, 0.049, 0.051, 0.0499],
    [0.9, 0.01, 0.6, 0.011, 0.3, 0.0111, 0.02, 0.5, 0.04, 0.05, 0.07, 0.1],
]

DIVISIONS = [
    [(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)],
    [(5, 100), (0, 400), (1, 50), (9, 1_000)],
    [(7, 10), (0, 1_000_000), (0, 3)],
    [(1_000_000, 10**9), (1_200_000, 10**9), (3, 10**6)],
    [(2, 20), (4, 40), (8, 80)],
]

# tf, df, documents
TERMS = [(1, 1, 2), (3, 1, 10), (10, 10, 10), (250, 4, 50), (2, 399, 400)]


def exact_g2(a, c, b, d, cells):
    """G² in 60 digits: what floats should have given."""
    total = Decimal(0)
    n = c + d
    rows = [(a, b), (c - a, d - b)][: cells // 2]
    for row in rows:
        for observed, size in zip(row, (c, d)):
            if observed:
                expected = Decimal(size) * sum(row) / n
                total += observed * (Decimal(observed) / expected).ln()
    return float(2 * total)


def scipy_g2(a, c, b, d):
    table = [[a, b], [c - a, d - b]]
    return chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic


def scipy_two_cell(a, c, b, d):
    expected = np.array([c, d]) * ((a + b) / (c + d))
    return power_divergence([a, b], expected, lambda_="log-likelihood").statistic


def agree(ours, theirs, tolerance=1e-9):
    return abs(ours - theirs) <= tolerance * abs(ours)


def interval(a, c, b, d):
    """95 % interval of the log ratio; SciPy takes no half occurrences."""
    if a and b:
        low, high = relative_risk(a, c, b, d).confidence_interval(0.95)
        return [float(np.log2(low)), float(np.log2(high))]
    a, b = max(a, 0.5), max(b, 0.5)
    centre = np.log2(a) - np.log2(c) - np.log2(b) + np.log2(d)
    reach = norm.ppf(0.975) * np.sqrt(1 / a - 1 / c + 1 / b - 1 / d) / np.log(2)
    return [float(centre - reach), float(centre + reach)]


def fighting_words_z(a, c, b, d, prior_mass):
    """Monroe et al. over the vocabulary (the term, everything else)."""
    y1, y2 = np.array([a, c - a], float), np.array([b, d - b], float)
    prior = prior_mass * (y1 + y2) / (y1 + y2).sum()
    omega = [(y + prior) / (y.sum() + prior.sum() - y - prior) for y in (y1, y2)]
    delta = np.log(omega[0]) - np.log(omega[1])
    sigma = np.sqrt(1 / (y1 + prior) + 1 / (y2 + prior))
    return float((delta / sigma)[0])


# together, first, second, places
PAIRS = [(30, 60, 90, 100_000), (1, 1, 1, 1_000), (5, 5_000, 4_000, 2_000_000), (2, 900, 800, 10_000), (9, 9, 40, 500)]

# occurrences of all on each day; the ratio and gamma
SERIES = [
    ([1, 0, 2, 1, 9, 14, 8, 1, 0, 1], [100] * 10, 2.0, 1.0),
    ([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], [50, 20, 60, 10, 80, 70, 40, 90, 60, 50, 40, 30], 1.5, 0.3),
    ([9, 8, 1, 1, 1, 1, 1, 9, 9], [30, 30, 30, 30, 30, 30, 30, 30, 30], 2.0, 1.0),
    ([40, 45, 1, 2, 50, 3], [50] * 6, 3.0, 0.5),
]

# each publisher's articles by day and how many have the term; the articles with it that were seen
DEALT = [
    ([([10, 10, 10, 10], 6)], [4, 1, 1, 0]),
    ([([10, 10, 10, 10], 6)], [5, 1, 0, 0]),
    ([([9, 8, 9], 20)], [9, 8, 3]),
    ([([12, 0, 0, 0], 6), ([4, 4, 4, 4], 2)], [8, 0, 0, 0]),
    ([([6, 2, 6, 2], 3), ([1, 5, 1, 5], 4)], [0, 5, 1, 1]),
]

TEXTS = [
    "the cat sat on the mat and the dog sat on the log while the cat slept",
    "one two three four five six seven eight nine ten one two three " * 5,
    "a b a b c a b a b d e f a b c d e f g h i j a a a a b",
]


def exact_fisher(a, c, b, d):
    """Sums the outcomes that are no likelier, in whole numbers."""
    n, total = a + b, comb(c + d, a + b)
    ways = [comb(c, k) * comb(d, n - k) for k in range(max(0, n - d), min(n, c) + 1)]
    observed = comb(c, a) * comb(d, b)
    limit = Fraction(observed) * (1 + Fraction(1, 10**7))
    return float(Fraction(sum(w for w in ways if w <= limit), total))


def conservative(a, c, b, d, alpha):
    """Clopper-Pearson by SciPy's beta distribution."""
    size = np.log2(d) - np.log2(c)
    odds = lambda p: np.log2(p) - np.log2(1 - p)
    if a and (low := odds(beta.ppf(alpha / 2, a, b + 1)) + size) > 0:
        return float(low)
    if b and (high := -odds(beta.ppf(alpha / 2, b, a + 1)) + size) < 0:
        return float(high)
    return 0.0


def yates(a, c, b, d):
    table = [[a, b], [c - a, d - b]]
    # SciPy refuses rows of zeros.
    return float(chi2_contingency(table, correction=True).statistic) if c + d > a + b else 0.0


def cheapest_states(r, d, ratio, gamma):
    """Kleinberg's automaton by trying all sequences of states."""
    n, p = len(r), [sum(r) / sum(d), min(ratio * sum(r) / sum(d), 0.9999)]
    fit = lambda s, t: -(log(comb(d[t], r[t])) + r[t] * log(p[s]) + (d[t] - r[t]) * log(1 - p[s]))
    best = None
    for states in product([0, 1], repeat=n):
        up = sum(1 for x, y in zip((0,) + states, states) if y > x)
        cost = up * gamma * log(n) + sum(fit(s, t) for t, s in enumerate(states))
        if best is None or cost < best[0]:
            best = (cost, states)
    found, t = [], 0
    while t < n:
        end = t
        while end < n and best[1][end]:
            end += 1
        if end > t:
            found.append([t, end, sum(fit(0, u) - fit(1, u) for u in range(t, end))])
        t = max(end, t + 1)
    return found


def burst_chance(publishers, seen):
    """The chance of a burst as heavy as in `seen`, by the sum over all deals to days."""
    totals = [sum(own) for own in zip(*(days for days, _ in publishers))]
    weight = lambda r: max([0.0] + [burst[2] for burst in cheapest_states(r, totals, 2.0, 1.0)])
    deals = lambda days, n: [
        (r, multivariate_hypergeom.pmf(r, days, n))
        for r in product(*(range(all + 1) for all in days))
        if sum(r) == n
    ]
    least, chance = weight(seen), 0.0
    for dealt in product(*(deals(days, n) for days, n in publishers)):
        if weight([sum(own) for own in zip(*(r for r, _ in dealt))]) > least - 1e-9:
            chance += prod(p for _, p in dealt)
    return least, chance


def burst_chances():
    rows = []
    for publishers, seen in DEALT:
        weight, chance = burst_chance(publishers, seen)
        rows.append({"publishers": publishers, "weight": weight, "chance": float(chance)})
    return rows


def association():
    rows = []
    for o, x, y, n in PAIRS:
        table = [[o, x - o], [y - o, n - x - y + o]]
        g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        expected = x * y / n
        rows.append({
            "pair": [o, x, y, n],
            "g2": float(g2) * (1 if o >= expected else -1),
            "npmi": float(np.log(o / expected) / -np.log(o / n)),
            "log_dice": float(14 + np.log2(2 * o / (x + y))),
            "t_score": float((o - expected) / np.sqrt(o)),
        })
    return rows


def shares():
    rows = []
    for count, total in [(0, 10), (3, 40), (1, 1), (17, 17), (250, 100_000), (1, 3_000_000)]:
        low, high = proportion_confint(count, total, method="wilson")
        rows.append({"share": [count, total], "interval": [max(0.0, float(low)) if count else 0.0, float(high)]})
    return rows


def clustered():
    """Fay and Feuer (1997), equations 3 and 4, with weights as counts of articles."""
    rows = []
    # Occurrences, and in how many articles there are so many.
    for counts in [[], [(1, 1)], [(1, 20)], [(10, 2)], [(1, 2), (2, 1), (7, 1), (40, 1)], [(3, 400)], [(1, 50_000)], [(0, 2), (5, 1)]]:
        x = np.repeat([float(n) for n, _ in counts], [times for _, times in counts])
        y, v, w = x.sum(), (x**2).sum(), max(x.max(initial=0), 1)
        low = v / y * gamma.ppf(0.025, y**2 / v) if y else 0.0
        high = (v + w**2) / (y + w) * gamma.ppf(0.975, (y + w) ** 2 / (v + w**2))
        rows.append({"counts": counts, "interval": [float(low), float(high)]})
    return rows


VALUES = [
    [1, 2, 4, 4, 7, 9],
    [0.5, 0.1, 0.4, 0.4, 0.4, 0.2, 0.9, 0.1, 0.3, 0.3],
    [9, 8, 8, 5, 6, 3, 3, 3, 2, 1, 0, 0],
    [0, 0, 0, 1],
    [3.0, 1.0, 4.0, 1.5, 5.0, 9.0, 2.0, 6.0, 5.5, 3.5, 5.25, 8.0, 9.5, 7.0, 9.25],
]


def trends():
    rows = []
    for values in VALUES:
        times = [t + t // 4 for t in range(len(values))]
        tau, p = kendalltau(times, values, method="asymptotic")
        slope = theilslopes(values, times).slope
        rows.append({"series": list(zip(times, values)), "tau": float(tau), "p": float(p), "slope": float(slope)})
    return rows


def cross_correlations():
    first, second = VALUES[1], VALUES[4][:10]
    rows = []
    for lag in range(-3, 4):
        x, y = (first[: len(first) - lag], second[lag:]) if lag >= 0 else (first[-lag:], second[:lag])
        r = pearsonr(x, y).statistic
        p = 2 * norm.sf(abs(r) * np.sqrt(len(x)))
        rows.append({"first": first, "second": second, "lag": lag, "r": float(r), "p": float(p)})
    return rows


def divergence():
    lists = [([3, 1, 0, 7], [2, 2, 9, 1]), ([1000, 5, 1], [900, 80, 3]), ([1, 2, 3], [3, 2, 1])]
    return [{"p": p, "q": q, "jsd": float(jensenshannon(p, q, base=2) ** 2)} for p, q in lists]


def richness():
    rows = []
    for text in TEXTS:
        text = text.strip()
        lex = LexicalRichness(text, preprocessor=None, tokenizer=str.split)
        rows.append({"text": text, "mattr_10": float(lex.mattr(10)), "mtld": float(lex.mtld(0.72))})
    return rows


def keyness():
    rows = []
    for name, (a, c), (b, d) in TABLES:
        four, two = exact_g2(a, c, b, d, 4), exact_g2(a, c, b, d, 2)
        # SciPy adds large logarithms of both signs; where they nearly cancel
        # its own rounding exceeds the tolerance, and its value is left out.
        scipy_four, scipy_two = scipy_g2(a, c, b, d), scipy_two_cell(a, c, b, d)
        prior = float(min(c, d))
        rows.append({
            "name": name,
            "study": [a, c],
            "reference": [b, d],
            "g2": four,
            "g2_scipy": scipy_four if agree(four, scipy_four) else None,
            "g2_two_cell": two,
            "g2_two_cell_scipy": scipy_two if agree(two, scipy_two) else None,
            "p": float(chi2.sf(four, 1)),
            "log_ratio": float(np.log2(max(a, 0.5) / c) - np.log2(max(b, 0.5) / d)),
            "interval_95": interval(a, c, b, d),
            "chi_squared_yates": yates(a, c, b, d),
            "fisher": exact_fisher(a, c, b, d) if a + b < 5_000 and c + d < 10**8 else None,
            "conservative": conservative(a, c, b, d, 0.05 / 1000),
            "percent_difference": float(100 * (Fraction(a, c) / Fraction(b, d) - 1)) if b else None,
            "simple_maths_100": (a * 1e6 / c + 100) / (b * 1e6 / d + 100),
            "class_tf_idf": a / c * float(np.log(1 + (c + d) / 2 / (a + b))),
            "log_odds_z": fighting_words_z(a, c, b, d, prior),
            "log_odds_z_prior_1000": fighting_words_z(a, c, b, d, 1000.0),
        })
    return rows


def dispersion():
    rows = []
    for parts in DIVISIONS:
        counts, sizes = np.array(parts, float).T
        shares = sizes / sizes.sum()
        dp = np.abs(counts / counts.sum() - shares).sum() / 2
        rates = counts / sizes
        juilland = 1 - rates.std() / rates.mean() / np.sqrt(len(parts) - 1)
        rows.append({"parts": parts, "juilland_d": juilland, "dp": dp, "dp_norm": dp / (1 - shares.min())})
    return rows


def tf_idf():
    rows = []
    transformer = TfidfTransformer(norm=None, sublinear_tf=True, smooth_idf=True)
    for tf, df, documents in TERMS:
        counts = np.zeros((documents, 1))
        counts[:df] = 1
        counts[0] = tf
        score = transformer.fit_transform(csr_matrix(counts))[0, 0]
        rows.append({"tf": tf, "df": df, "documents": documents, "score": float(score)})
    return rows


def main():
    sections = {
        "keyness": keyness(),
        "false_discovery": [
            {"p": p, "q": multipletests(p, method="fdr_bh")[1].tolist()} for p in P_LISTS
        ],
        "dispersion": dispersion(),
        "tf_idf": tf_idf(),
        "association": association(),
        "bursts": [
            {"counts": r, "totals": d, "ratio": s, "gamma": g, "bursts": cheapest_states(r, d, s, g)}
            for r, d, s, g in SERIES
        ],
        "burst_chances": burst_chances(),
        "shares": shares(),
        "clustered": clustered(),
        "trends": trends(),
        "cross_correlations": cross_correlations(),
        "divergence": divergence(),
        "richness": richness(),
    }
    # One row a line, so that a change shows as one line.
    texts = []
    for name, rows in sections.items():
        lines = ",\n".join(json.dumps(row) for row in rows)
        texts.append(f'"{name}": [\n{lines}\n]')
    print("{\n" + ",\n".join(texts) + "\n}")


if __name__ == "__main__":
    main()
