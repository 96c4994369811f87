/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Perceived colour: against published tables of the CIE and of black bodies, which the model shares nothing
 * with. */
#include <math.h>

#include "model/observables/sl-colour.h"

/* The lobes leave the tables by a hundredth of the functions' top [Wyman et al. 2013, Table 1]. */
#define TOL_MATCHING 0.02
/* And so the chromaticity of smooth light by a few thousandths. */
#define TOL_CHROMATICITY 0.004

static void
test_matching (void)
{
  /* CIE 1931 2 degree observer, 5 nm tables. */
  static const struct { double nm, xyz[3];
  } row[] = {
    { 450, { 0.3362, 0.0380, 1.7721 } }, { 500, { 0.0049, 0.3230, 0.2720 } },
    { 555, { 0.5121, 1.0000, 0.0057 } }, { 600, { 1.0622, 0.6310, 0.0008 } },
    { 650, { 0.2835, 0.1070, 0.0000 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    {
      double xyz[3];

      sl_colour_matching (row[i].nm, xyz);
      for (int c = 0; c < 3; c++)
        g_assert_cmpfloat (fabs (xyz[c] - row[i].xyz[c]), <=, TOL_MATCHING * 1.8);
    }
}

enum { N = 2000 };

static void
black_body (double kelvin, double *wave, float *l_nu)
{
  for (guint i = 0; i < N; i++)
    {
      wave[i] = 3000.0 + 3.0 * i;
      double nu = 2.99792458e18 / wave[i];
      l_nu[i] = 1e-45 * nu * nu * nu / expm1 (4.799243e-11 * nu / kelvin);
    }
}

/* Chromaticities of Planck's radiators (CIE 15; illuminant A is that of 2856 K). */
static void
test_black_body (void)
{
  static const struct { double kelvin, x, y;
  } row[] = {
    { 2856, 0.4476, 0.4074 }, { 3000, 0.4369, 0.4041 },  { 4000, 0.3805, 0.3768 },
    { 6500, 0.3135, 0.3237 }, { 10000, 0.2807, 0.2884 },
  };
  static double wave[N];
  static float l_nu[N];

  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    {
      double xyz[3], sum;

      black_body (row[i].kelvin, wave, l_nu);
      sl_colour_xyz (wave, l_nu, N, xyz);
      sum = xyz[0] + xyz[1] + xyz[2];
      g_assert_cmpfloat (fabs (xyz[0] / sum - row[i].x), <=, TOL_CHROMATICITY);
      g_assert_cmpfloat (fabs (xyz[1] / sum - row[i].y), <=, TOL_CHROMATICITY);
    }
}

static guint32
hex_of (double kelvin, double rgb[3])
{
  static double wave[N];
  static float l_nu[N];
  double xyz[3];

  black_body (kelvin, wave, l_nu);
  sl_colour_xyz (wave, l_nu, N, xyz);
  sl_colour_rgb (xyz, rgb);
  return sl_colour_hex (rgb);
}

static void
test_screen (void)
{
  static const double white[3] = { 0.9505, 1.0, 1.089 }; /* D65 */
  double rgb[3], before[3];
  guint32 hex;

  sl_colour_rgb (white, rgb);
  for (int c = 0; c < 3; c++)
    g_assert_cmpfloat (fabs (rgb[c] - 1.0), <=, 1e-3);
  g_assert_cmphex (sl_colour_hex (rgb), ==, 0xffffff);
  g_assert_cmpfloat_with_epsilon (sl_colour_encode (0.5), 0.7354, 1e-4);
  g_assert_cmpfloat (sl_colour_encode (-1.0), ==, 0.0);
  g_assert_cmpfloat (sl_colour_encode (2.0), ==, 1.0);
  g_assert_cmphex (sl_colour_hex ((const double[3]){ 0.0, 0.0, 0.0 }), ==, 0);
  /* Outside the screen's colours: in, by white. */
  g_assert_cmphex (sl_colour_hex ((const double[3]){ 1.0, 0.0, -0.5 }), ==, 0xff9c00);

  /* 6500 K is all but white, 3000 K orange, and red grows with every step down. */
  hex = hex_of (6500.0, rgb);
  for (int c = 0; c < 3; c++)
    g_assert_cmpuint (hex >> 8 * c & 0xff, >=, 0xf0);
  hex = hex_of (3000.0, rgb);
  g_assert_cmpuint (hex >> 16, ==, 0xff);
  g_assert_cmpuint (hex >> 8 & 0xff, >, 0xa0);
  g_assert_cmpuint (hex >> 8 & 0xff, <, 0xd0);
  g_assert_cmpuint (hex & 0xff, <, 0x80);
  hex_of (20000.0, before);
  for (double kelvin = 15000.0; kelvin > 2000.0; kelvin *= 0.8)
    {
      hex_of (kelvin, rgb);
      g_assert_cmpfloat (rgb[0] / rgb[2], >, before[0] / before[2]);
      before[0] = rgb[0], before[2] = rgb[2];
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/colour/matching", test_matching);
  g_test_add_func ("/colour/black-body", test_black_body);
  g_test_add_func ("/colour/screen", test_screen);
  return g_test_run ();
}
