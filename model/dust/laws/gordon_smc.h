/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gordon et al. 2003, ApJ 594, 279 [PHYSICS, section 6]: average extinction in the bar of the Small
 * Magellanic Cloud, R_V = 2.74. Ultraviolet: the parameters of Fitzpatrick & Massa (1990) in their Table
 * 3. Optical and infrared: the natural cubic spline in 1 / lam through A / A_V of their Table 4 (at 1.25
 * and 2.198 micron as revised by Gordon et al. 2016, ApJ 826, 104), through 0 at 1 / lam = 0, and through
 * the ultraviolet curve at 0.27 and 0.26 micron. Shortward of 0.1 micron, where the published curve ends:
 * its tangent in 1 / lam. No include guard: read by sl-dust-laws.h. */
#ifdef SL_DUST_K
SL_DUST_K (gordon_smc)
{
  enum { N_KNOTS = 11 };
  const double r_v = 2.74, x = 1.0 / lam;

  if (x < 1.0 / 0.27)
    {
      const double knot[N_KNOTS] = { 0.0,        1.0 / 2.198, 1.0 / 1.65, 1.0 / 1.25, 1.0 / 0.81, 1.0 / 0.65,
                                     1.0 / 0.55, 1.0 / 0.44,  1.0 / 0.37, 1.0 / 0.27, 1.0 / 0.26 };
      const double a[N_KNOTS] = { 0.0, 0.11, 0.169, 0.25, 0.567, 0.801, 1.0, 1.374, 1.672, 2.278612120431577,
                                  2.4060908922777564 };
      /* Second derivatives of the spline at its knots. */
      const double d2[N_KNOTS] = { 0.0, 0.7850150459602334, -0.39323311133573435, 1.628799058002675,
                                   -0.23088894840955765, -0.40653182745178185, 0.6906665719289083,
                                   -0.5110608770307559, -0.437871926867692, 0.9496177732808315, 0.0 };
      int i = 0;

      while (x >= knot[i + 1])
        i++;
      {
        const double h = knot[i + 1] - knot[i], v = (x - knot[i]) / h, u = 1.0 - v;

        return r_v * (u * a[i] + v * a[i + 1]
                      + h * h / 6.0 * ((u * u * u - u) * d2[i] + (v * v * v - v) * d2[i + 1]));
      }
    }
  {
    /* k = R_V + c1 + c2 x + c3 x^2 / [(x^2 - x0^2)^2 + (g x)^2] + c4 F(x); F = 0.5392 y^2 + 0.05644 y^3 with
     * y = x - 5.9 > 0. From x = 10 on the tangent there. */
    const double c1 = -4.959, c2 = 2.264, c3 = 0.389, c4 = 0.461, x0 = 4.6, g = 1.0;
    const double z = x < 10.0 ? x : 10.0, s = z * z, d = s - x0 * x0, q = d * d + g * g * s;
    const double y = z < 5.9 ? 0.0 : z - 5.9;
    const double k = r_v + c1 + c2 * z + c3 * s / q + c4 * y * y * (0.5392 + 0.05644 * y);
    const double slope = c2 + c3 * 2.0 * z * (q - s * (2.0 * d + g * g)) / (q * q)
                         + c4 * y * (2.0 * 0.5392 + 3.0 * 0.05644 * y);

    return x < 10.0 ? k : k + slope * (x - 10.0);
  }
}
#endif
