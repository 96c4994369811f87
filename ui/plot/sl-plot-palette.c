/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/plot/sl-plot-theme.h"

/* Series colours, 0xRRGGBB. Published sets are made for areas; as lines on a card some are too faint or too
 * dark. Hues are those of the sets; lightness is changed until each colour has a contrast of 3:1 and those
 * that a colour-blind eye confuses differ in lightness (measured by tests/ui/plot/test-plot-theme.c). The
 * first four differ most. */
#define N_SERIES (SL_COLOUR_YELLOW + 1)

static const guint32 series_table[SL_N_PALETTES][2][N_SERIES] = {
  /* M. Okabe and K. Ito 2008 */
  [SL_PALETTE_OKABE_ITO] = {
    { 0x0072b2, 0xb8500a, 0x00925f, 0xc8860a, 0x4399d3, 0xbb6295, 0x7f7938 },
    { 0x4a98d6, 0xe86a2c, 0x1fb98a, 0xf7b94e, 0x97d2fe, 0xe092c0, 0xf0e51a },
  },
  /* P. Tol 2021, "bright"; its red, yellow, cyan and grey replace vermillion, orange, sky and yellow. */
  [SL_PALETTE_TOL_BRIGHT] = {
    { 0x4477aa, 0xd94f60, 0x117a2c, 0xa39204, 0x3c9ebf, 0xaf2875, 0x919191 },
    { 0x4d8cbf, 0xee6677, 0x2f8f2a, 0xccbb44, 0x66ccee, 0xb8508a, 0xbbbbbb },
  },
  /* Three greys, each with its own dashes. */
  [SL_PALETTE_GREY] = {
    { 0x424242, 0x424242, 0x424242, 0x8d8d8d, 0x666666, 0x8d8d8d, 0x8d8d8d },
    { 0xe8e8e8, 0xe8e8e8, 0xe8e8e8, 0x848484, 0xb5b5b5, 0x848484, 0x848484 },
  },
};

static const SlDash grey_dashes[N_SERIES] = {
  [SL_COLOUR_BLUE] = SL_DASH_SOLID,    [SL_COLOUR_VERMILLION] = SL_DASH_DASHED,
  [SL_COLOUR_GREEN] = SL_DASH_DOTTED,  [SL_COLOUR_ORANGE] = SL_DASH_SOLID,
  [SL_COLOUR_SKY] = SL_DASH_DASHDOT,   [SL_COLOUR_PURPLE] = SL_DASH_DASHED,
  [SL_COLOUR_YELLOW] = SL_DASH_DOTTED,
};

/* Ends of the even grey ramps between two roles, as CIE lightness: on a light and on a dark card. */
static const struct { SlColour first, last; double ends[2][2]; } grey_runs[] = {
  { SL_COLOUR_BAND_U, SL_COLOUR_BAND_Y, { { 60, 30 }, { 88, 56 } } },
  { SL_COLOUR_AGE_0, SL_COLOUR_AGE_4, { { 60, 20 }, { 92, 50 } } },
};
static const double grey_ramps[SL_N_RAMPS][2][2] = {
  [SL_RAMP_AMOUNT] = { { 97, 12 }, { 15, 92 } },
  [SL_RAMP_SIGNED] = { { 12, 97 }, { 15, 92 } },
};

static GdkRGBA
unpack (guint32 rgb)
{
  return (GdkRGBA){ (rgb >> 16 & 0xff) / 255.f, (rgb >> 8 & 0xff) / 255.f, (rgb & 0xff) / 255.f, 1 };
}

/* The grey with this lightness (CIE 1976), as sRGB. */
static guint32
grey (double lightness)
{
  double y = lightness > 8 ? pow ((lightness + 16) / 116, 3) : lightness / 903.3;
  guint32 level = (guint32) lround (255 * (y <= 0.0031308 ? 12.92 * y : 1.055 * pow (y, 1 / 2.4) - 0.055));

  return 0xff000000 | level << 16 | level << 8 | level;
}

static void
make_grey (SlPlotTheme *self, gboolean dark)
{
  self->colours[SL_COLOUR_POSITIVE] = self->colours[SL_COLOUR_BLUE];
  self->colours[SL_COLOUR_NEGATIVE] = self->colours[SL_COLOUR_ORANGE];
  for (guint i = 0; i < G_N_ELEMENTS (grey_runs); i++)
    for (guint c = grey_runs[i].first; c <= grey_runs[i].last; c++)
      {
        const double *ends = grey_runs[i].ends[dark];
        double t = (c - grey_runs[i].first) / (double) (grey_runs[i].last - grey_runs[i].first);

        self->colours[c] = unpack (grey (ends[0] + t * (ends[1] - ends[0])));
      }
  for (guint r = 0; r < SL_N_RAMPS; r++)
    for (guint i = 0; i < SL_RAMP_STEPS; i++)
      {
        const double *ends = grey_ramps[r][dark];

        self->ramps[r][i] = grey (ends[0] + i / (SL_RAMP_STEPS - 1.0) * (ends[1] - ends[0]));
      }
  for (guint i = 0; i < N_SERIES; i++)
    self->dashes[i] = grey_dashes[i];
}

void
sl_plot_theme_set_palette (SlPlotTheme *self, SlPalette palette)
{
  gboolean dark = self->kind == SL_PLOT_THEME_DARK;

  g_return_if_fail (palette < SL_N_PALETTES);
  for (guint i = 0; i < N_SERIES; i++)
    self->colours[i] = unpack (series_table[palette][dark][i]);
  if (palette == SL_PALETTE_GREY)
    make_grey (self, dark);
}
