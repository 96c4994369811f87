/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-colour.h"

#include <math.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"

#define EYE_LO 3600.0 /* A */
#define EYE_HI 8300.0

static double
lobe (double nm, double centre, double below, double above)
{
  double t = (nm - centre) * (nm < centre ? below : above);

  return exp (-0.5 * t * t);
}

void
sl_colour_matching (double nm, double xyz[3])
{
  xyz[0] = 0.362 * lobe (nm, 442.0, 0.0624, 0.0374) + 1.056 * lobe (nm, 599.8, 0.0264, 0.0323)
           - 0.065 * lobe (nm, 501.1, 0.0490, 0.0382);
  xyz[1] = 0.821 * lobe (nm, 568.8, 0.0213, 0.0247) + 0.286 * lobe (nm, 530.9, 0.0613, 0.0322);
  xyz[2] = 1.217 * lobe (nm, 437.0, 0.0845, 0.0278) + 0.681 * lobe (nm, 459.0, 0.0385, 0.0725);
}

void
sl_colour_xyz_of (const double *wave, const float *const *l_nu, guint n_spectra, guint n, double (*xyz)[3])
{
  for (guint k = 0; k < n_spectra; k++)
    xyz[k][0] = xyz[k][1] = xyz[k][2] = 0.0;
  for (guint i = 1; i + 1 < n; i++)
    {
      double match[3];

      if (wave[i] < EYE_LO || wave[i] > EYE_HI)
        continue;
      sl_colour_matching (0.1 * wave[i], match);
      for (guint k = 0; k < n_spectra; k++)
        {
          double light = l_nu[k][i] * SL_C_AA / (wave[i] * wave[i]) * 0.5 * (wave[i + 1] - wave[i - 1]);

          for (int c = 0; c < 3; c++)
            xyz[k][c] += light * match[c];
        }
    }
}

void
sl_colour_xyz (const double *wave, const float *l_nu, guint n, double xyz[3])
{
  sl_colour_xyz_of (wave, &l_nu, 1, n, (double (*)[3]) xyz);
}

void
sl_colour_rgb (const double xyz[3], double rgb[3])
{
  static const double matrix[3][3]
    = { { 3.2406, -1.5372, -0.4986 }, { -0.9689, 1.8758, 0.0415 }, { 0.0557, -0.2040, 1.0570 } };

  for (int c = 0; c < 3; c++)
    rgb[c] = matrix[c][0] * xyz[0] + matrix[c][1] * xyz[1] + matrix[c][2] * xyz[2];
}

double
sl_colour_encode (double linear)
{
  return linear <= 0.0031308 ? 12.92 * MAX (linear, 0.0) : MIN (1.055 * pow (linear, 1.0 / 2.4) - 0.055, 1.0);
}

guint32
sl_colour_hex (const double rgb[3])
{
  double white = -MIN (MIN (rgb[0], rgb[1]), MIN (rgb[2], 0.0)),
         top = MAX (rgb[0], MAX (rgb[1], rgb[2])) + white;
  guint32 hex = 0;

  if (!(top > 0.0) || !isfinite (top))
    return 0;
  for (int c = 0; c < 3; c++)
    hex = hex << 8 | (guint32) lround (255.0 * sl_colour_encode ((rgb[c] + white) / top));
  return hex;
}
