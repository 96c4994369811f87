/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Gauss-Legendre points on 0 ... 1. The integrands are cubic polynomials of w over 1 + u w, where u is the
 * relative width of the interval: few points err by u^6, many by u^16 / 2^32. */
#define SL_GAUSS_FEW 3
#define SL_GAUSS_MANY 8
/* Widths up to which either is good to 1e-12. */
#define SL_GAUSS_FEW_UP_TO 0.01
#define SL_GAUSS_MANY_UP_TO 0.25

static const double sl_gauss_few_node[SL_GAUSS_FEW] = { 0.1127016653792583, 0.5, 0.8872983346207417 };
static const double sl_gauss_few_weight[SL_GAUSS_FEW] = { 0.2777777777777778, 0.4444444444444444,
                                                          0.2777777777777778 };
static const double sl_gauss_many_node[SL_GAUSS_MANY] = {
  0.0198550717512319, 0.1016667612931866, 0.2372337950418355, 0.4082826787521751,
  0.5917173212478249, 0.7627662049581645, 0.8983332387068134, 0.9801449282487681
};
static const double sl_gauss_many_weight[SL_GAUSS_MANY] = {
  0.0506142681451881, 0.1111905172266872, 0.1568533229389436, 0.1813418916891810,
  0.1813418916891810, 0.1568533229389436, 0.1111905172266872, 0.0506142681451881
};
