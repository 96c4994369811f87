#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: make-fit-reference.py

Prints the numbers of reference_table in test-fit.c: fits of an exponential star-formation history to two rates and a
mass, with priors, an upper limit and robust losses, by scipy.optimize.least_squares. The model is written out here with
its closed forms (PHYSICS.md, sections 2 and 8) and shares no code with the program. Needs SciPy alone (1.17.1).
"""
import numpy as np
from scipy import optimize, special

AGE = 13.8    # Gyr at redshift 0: that of the default cosmology is more, and the model ends here (section 8)

# lgmstar_formed, lgsfr, lgsfr again (an outlier), an upper limit of lgsfr
MASS, RATE, OUTLIER, LIMIT = (10.4, 0.08), (-0.6, 0.12), (0.6, 0.15), (-0.65, 0.1)
PRIORS = {'tau': (3.0, 0.6), 't_start': (2.0, 0.4)}
LO, HI = np.array([6.0, 0.05, 0.0]), np.array([13.0, 20.0, 13.5])


def rate(x):
    mass, tau, start = x
    return mass - 9.0 - np.log10(tau * np.expm1((AGE - start) / tau))


def rows(x, outlier, limit, loss):
    r = [(x[0] - MASS[0]) / MASS[1], (rate(x) - RATE[0]) / RATE[1]]
    if outlier:
        r.append((rate(x) - OUTLIER[0]) / OUTLIER[1])
    if limit:
        r.append(np.sqrt(-2.0 * special.log_ndtr((LIMIT[0] - rate(x)) / LIMIT[1])))
    r = np.array(r)
    if loss == 'soft-l1':
        r = np.sign(r) * np.sqrt(2.0 * (np.sqrt(1.0 + r**2) - 1.0))
    if loss == 'huber':
        r = np.where(np.abs(r) <= 1.0, r, np.sign(r) * np.sqrt(np.maximum(2.0 * np.abs(r) - 1.0, 0.0)))
    priors = [(x[1] - PRIORS['tau'][0]) / PRIORS['tau'][1], (x[2] - PRIORS['t_start'][0]) / PRIORS['t_start'][1]]
    return np.concatenate([r, priors])


def fit(outlier, limit, loss):
    f = lambda x: rows(x, outlier, limit, loss)
    best = optimize.least_squares(f, [10.0, 4.0, 1.0], bounds=(LO, HI), jac='3-point', xtol=1e-15,
                                  ftol=1e-15, gtol=1e-14)
    x = best.x
    plain = lambda y: rows(y, outlier, limit, 'square')[:-2]
    z = plain(x)
    h = 1e-5
    jac = np.array([(8.0 * (plain(x + h * e) - plain(x - h * e)) - plain(x + 2 * h * e) + plain(x - 2 * h * e))
                    / (12.0 * h) for e in np.eye(3)]).T
    weight = {'square': lambda q: np.ones_like(q), 'soft-l1': lambda q: 1.0 / np.sqrt(1.0 + q**2),
              'huber': lambda q: np.minimum(1.0, 1.0 / np.abs(q))}[loss](z)
    information = jac.T @ (weight[:, None] * jac)
    # Priors by their variances: of the mass uniform over its range, of the others normal and far from the ends.
    width = np.array([(HI[0] - LO[0]) / np.sqrt(12.0), PRIORS['tau'][1], PRIORS['t_start'][1]])
    covariance = np.linalg.inv(information + np.diag(width**-2))
    return x, covariance, np.sum(z**2), np.trace(information @ covariance)


if __name__ == '__main__':
    for outlier, limit, loss in ((0, 0, 'square'), (0, 1, 'square'), (1, 0, 'square'), (1, 0, 'soft-l1'),
                                 (1, 1, 'huber')):
        x, c, chi2, determined = fit(outlier, limit, loss)
        numbers = lambda v: ', '.join(f'{n:.10g}' for n in v)
        print(f'  {{ {outlier}, {limit}, SL_FIT_LOSS_{loss.upper().replace("-", "_")}, {{ {numbers(x)} }},')
        print(f'    {{ {numbers([c[0, 0], c[0, 1], c[0, 2], c[1, 1], c[1, 2], c[2, 2]])} }}, {chi2:.10g}, '
              f'{determined:.10g} }},')
