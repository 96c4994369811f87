/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cardelli, Clayton & Mathis 1989, ApJ 345, 245, equations 1 to 5 [PHYSICS, section 6]: extinction in the
 * Milky Way, with R_V = 3.1. Published for 0.1 to 3.3 micron. Beyond: the infrared power law at longer
 * wavelengths; at shorter ones the tangent in 1 / lam. Between its pieces the published curve jumps by
 * less than 0.07 %. No include guard: read by sl-dust-laws.h. */
#ifdef SL_DUST_K
/* k = 3.1 a(x) + b(x), x = 1 / lam. */
SL_DUST_K (cardelli)
{
  const double x = 1.0 / lam, r_v = 3.1;

  if (x < 1.1) /* equation 2, infrared */
    return (r_v * 0.574 - 0.527) * pow (x, 1.61);
  if (x < 3.3) /* equation 3, near infrared and optical */
    {
      const double y = x - 1.82;
      const double a = 1.0 + y * (0.17699 + y * (-0.50447 + y * (-0.02427 + y * (0.72085
                       + y * (0.01979 + y * (-0.77530 + y * 0.32999))))));
      const double b = y * (1.41338 + y * (2.28305 + y * (1.07233 + y * (-5.38434
                       + y * (-0.62251 + y * (5.30260 - y * 2.09002))))));

      return r_v * a + b;
    }
  if (x <= 8.0) /* equation 4, ultraviolet */
    {
      const double u = x - 4.67, v = x - 4.62, y = x < 5.9 ? 0.0 : x - 5.9;
      const double a = 1.752 - 0.316 * x - 0.104 / (u * u + 0.341) - y * y * (0.04473 + 0.009779 * y);
      const double b = -3.090 + 1.825 * x + 1.206 / (v * v + 0.263) + y * y * (0.2130 + 0.1207 * y);

      return r_v * a + b;
    }
  { /* equation 5, far ultraviolet; from x = 10 on its tangent there, of slope 3.1 (-0.92) + 7.065 */
    const double y = x < 10.0 ? x - 8.0 : 2.0;
    const double a = -1.073 + y * (-0.628 + y * (0.137 - y * 0.070));
    const double b = 13.670 + y * (4.257 + y * (-0.420 + y * 0.374));

    return r_v * a + b + (x < 10.0 ? 0.0 : (7.065 - r_v * 0.92) * (x - 10.0));
  }
}
#endif
