/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Absorption by the intergalactic medium [PHYSICS, section 8]: Inoue et al. 2014, MNRAS 442, 1805, section
 * 4, with the formulas as data/README.md has them. No include guard, see sl-formula.h. */
#ifndef SL_IGM_CONSTANTS
#define SL_IGM_CONSTANTS
#define SL_IGM_LIMIT 911.8 /* A */

/* The Lyman series. Coefficients are divided by the line's wavelength to the power that they multiply, so
 * that a line's optical depth is a coefficient times a power of the observed wavelength. */
typedef struct {
  int n;
  const double *wave;       /* (n) A */
  const double *forest;     /* (n, 3) powers 1.2, 3.7, 5.5 */
  const double *damped;     /* (n, 2) powers 2, 3 */
} SlIgmSeries;
#endif

/* Optical depth of the Lyman continuum of the forest; x = lam/911.8 between 1 and y = 1 + z.
 * y < 2.2: 0.325 (x^1.2 - y^-0.9 x^2.1);
 * y < 5.7: 2.55e-2 y^1.6 x^2.1 + 0.325 x^1.2 - 0.250 x^2.1 for x < 2.2, else 2.55e-2 (y^1.6 x^2.1 - x^3.7);
 * else:    5.22e-4 y^3.4 x^2.1 + 0.325 x^1.2 - 3.14e-2 x^2.1 for x < 2.2,
 *          5.22e-4 y^3.4 x^2.1 + 0.218 x^2.1 - 2.55e-2 x^3.7 for x < 5.7, else
 *          5.22e-4 (y^3.4 x^2.1 - x^5.5). */
SL_INLINE SL_REAL
SL_FN (igm_forest) (SL_REAL x, SL_REAL y)
{
  SL_REAL lx = rlog (x), ly = rlog (y), x21 = rexp (mul (2.1, lx)), x12 = rexp (mul (1.2, lx));
  SL_REAL x37 = rexp (mul (3.7, lx));
  const double xv = sl_value (x), yv = sl_value (y);

  if (yv < 2.2)
    return mul (0.325, sub (x12, mul (rexp (mul (-0.9, ly)), x21)));
  if (yv < 5.7)
    {
      SL_REAL common = mul (2.55e-2, mul (rexp (mul (1.6, ly)), x21));

      if (xv < 2.2)
        return add (common, sub (mul (0.325, x12), mul (0.250, x21)));
      return sub (common, mul (2.55e-2, x37));
    }
  {
    SL_REAL common = mul (5.22e-4, mul (rexp (mul (3.4, ly)), x21));

    if (xv < 2.2)
      return add (common, sub (mul (0.325, x12), mul (3.14e-2, x21)));
    if (xv < 5.7)
      return add (common, sub (mul (0.218, x21), mul (2.55e-2, x37)));
    return sub (common, mul (5.22e-4, rexp (mul (5.5, lx))));
  }
}

/* Optical depth of the Lyman continuum of damped systems.
 * y < 3: 0.211 y^2 - 7.66e-2 y^2.3 x^-0.3 - 0.135 x^2;
 * else:  0.634 + 4.7e-2 y^3 - 1.78e-2 y^3.3 x^-0.3 - 0.135 x^2 - 0.291 x^-0.3 for x < 3, else
 *        4.7e-2 y^3 - 1.78e-2 y^3.3 x^-0.3 - 2.92e-2 x^3. */
SL_INLINE SL_REAL
SL_FN (igm_damped) (SL_REAL x, SL_REAL y)
{
  SL_REAL x03 = rexp (mul (-0.3, rlog (x))), x2 = sqr (x), y2 = sqr (y);
  SL_REAL common;

  if (sl_value (y) < 3.0)
    return sub (sub (mul (0.211, y2), mul (7.66e-2, mul (rexp (mul (2.3, rlog (y))), x03))), mul (0.135, x2));
  common = sub (mul (4.7e-2, mul (y, y2)), mul (1.78e-2, mul (rexp (mul (3.3, rlog (y))), x03)));
  if (sl_value (x) < 3.0)
    return add (common, sub (sub (0.634, mul (0.135, x2)), mul (0.291, x03)));
  return sub (common, mul (2.92e-2, mul (x, x2)));
}

/* Optical depth at the observed wavelength lam [A] towards a galaxy at redshift z: the sum over lines j
 * with lam_j < lam < lam_j (1 + z), of the forest and of damped systems, plus both continua. At the end of
 * a branch the derivative is that of the branch. */
SL_INLINE SL_REAL
SL_FN (igm_depth) (SL_REAL lam, SL_REAL z, const SlIgmSeries *series)
{
  SL_REAL tau = zero_like (lam), y = add (1.0, z), x = quo (lam, SL_IGM_LIMIT);
  const double lv = sl_value (lam), yv = sl_value (y);
  double forest[3] = { 0.0, 0.0, 0.0 }, damped[2] = { 0.0, 0.0 };

  if (lv >= series->wave[0] * yv)
    return tau;
  for (int j = 0; j < series->n; j++)
    if (lv > series->wave[j] && lv < series->wave[j] * yv)
      {
        const double r = lv / series->wave[j];
        const int f = r < 2.2 ? 0 : r < 5.7 ? 1 : 2, d = r < 3.0 ? 0 : 1;

        forest[f] += series->forest[3 * j + f];
        damped[d] += series->damped[2 * j + d];
      }
  {
    SL_REAL l = rlog (lam), l2 = sqr (lam);

    tau = add (mul (forest[0], rexp (mul (1.2, l))), add (mul (forest[1], rexp (mul (3.7, l))),
                                                          mul (forest[2], rexp (mul (5.5, l)))));
    tau = add (tau, mul (l2, add (damped[0], mul (damped[1], lam))));
  }
  if (sl_value (x) > 1.0 && sl_value (x) < yv)
    tau = add (tau, add (SL_FN (igm_forest) (x, y), SL_FN (igm_damped) (x, y)));
  return tau;
}

/* Fraction of the light that arrives: exp (-tau). */
SL_INLINE SL_REAL
SL_FN (igm_transmission) (SL_REAL lam, SL_REAL z, const SlIgmSeries *series)
{
  return rexp (mul (-1.0, SL_FN (igm_depth) (lam, z, series)));
}
