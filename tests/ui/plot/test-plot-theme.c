/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "ui/plot/sl-plot-theme.h"

/* Contrast of lines and marks against what is behind them: WCAG 2.1, 1.4.11. */
#define LEAST_CONTRAST 3.0
/* CIEDE2000 between any two colours of series, for normal eyes and for each of three that lack a kind of
 * cone. 1 is just noticed side by side; lines lie apart and are thin. The first four, which most plots stay
 * within, are kept further apart than all seven, of which those that are nearest have dashes or names as
 * well. */
#define LEAST_APART_FOUR 8.0
#define LEAST_APART_ALL 5.0
/* From one age to the next. */
#define LEAST_STEP 6.0
/* Steps of lightness from age to age differ by so much at most: rounding of colours to what a screen has. */
#define STEP_SPREAD 3.0
/* Greys that have the same dashes differ in lightness (CIE 1976) by at least this. */
#define LEAST_GREY 20.0
/* Checks on the formulas themselves: CIEDE2000 data of Sharma, Wu and Dalal 2005 are given to four digits. */
#define SHARMA_TOLERANCE 5e-5

typedef struct { double v[3]; } Triple;

static const char *const eyes[] = { "normal", "protan", "deutan", "tritan" };

/* G. M. Machado, M. M. Oliveira and L. A. F. Fernandes 2009, severity 1, for linear sRGB */
static const double machado[][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
  { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } },
};

static double
linear (double v)
{
  return v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4);
}

static Triple
to_linear (const GdkRGBA *c)
{
  return (Triple){ { linear (c->red), linear (c->green), linear (c->blue) } };
}

static double
luminance (const GdkRGBA *c)
{
  Triple t = to_linear (c);

  return 0.2126 * t.v[0] + 0.7152 * t.v[1] + 0.0722 * t.v[2];
}

static double
contrast (const GdkRGBA *a, const GdkRGBA *b)
{
  double p = luminance (a), q = luminance (b);

  return (MAX (p, q) + 0.05) / (MIN (p, q) + 0.05);
}

static double
lab_part (double t)
{
  return t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
}

/* CIE L*a*b* under D65 of a colour as an eye sees it */
static Triple
seen (const GdkRGBA *c, guint eye)
{
  Triple t = to_linear (c), s;
  double x, y, z;

  for (int i = 0; i < 3; i++)
    {
      s.v[i] = 0;
      for (int j = 0; j < 3; j++)
        s.v[i] += machado[eye][i][j] * t.v[j];
      s.v[i] = CLAMP (s.v[i], 0, 1);
    }
  x = lab_part ((0.4124564 * s.v[0] + 0.3575761 * s.v[1] + 0.1804375 * s.v[2]) / 0.95047);
  y = lab_part (0.2126729 * s.v[0] + 0.7151522 * s.v[1] + 0.0721750 * s.v[2]);
  z = lab_part ((0.0193339 * s.v[0] + 0.1191920 * s.v[1] + 0.9503041 * s.v[2]) / 1.08883);
  return (Triple){ { 116 * y - 16, 500 * (x - y), 200 * (y - z) } };
}

static double
degrees (double a, double b)
{
  double h = atan2 (b, a) * 180 / G_PI;

  return h < 0 ? h + 360 : h;
}

static double
radians (double d)
{
  return d * G_PI / 180;
}

/* CIEDE2000 */
static double
apart (const Triple *p, const Triple *q)
{
  double c = (hypot (p->v[1], p->v[2]) + hypot (q->v[1], q->v[2])) / 2, c7 = pow (c, 7);
  double g = 1 + 0.5 * (1 - sqrt (c7 / (c7 + pow (25, 7))));
  double c1 = hypot (g * p->v[1], p->v[2]), c2 = hypot (g * q->v[1], q->v[2]);
  double h1 = degrees (g * p->v[1], p->v[2]), h2 = degrees (g * q->v[1], q->v[2]), dh = h2 - h1,
         h = (h1 + h2) / 2;
  double dl = q->v[0] - p->v[0], dc = c2 - c1, l = (p->v[0] + q->v[0]) / 2, t, sl, sc, sh, rt;

  c = (c1 + c2) / 2;
  if (c1 * c2 == 0)
    {
      dh = 0;
      h = h1 + h2;
    }
  else if (fabs (dh) > 180)
    {
      dh += dh < 0 ? 360 : -360;
      h += h < 180 ? 180 : -180;
    }
  dh = 2 * sqrt (c1 * c2) * sin (radians (dh / 2));
  t = 1 - 0.17 * cos (radians (h - 30)) + 0.24 * cos (radians (2 * h)) + 0.32 * cos (radians (3 * h + 6))
      - 0.20 * cos (radians (4 * h - 63));
  sl = 1 + 0.015 * (l - 50) * (l - 50) / sqrt (20 + (l - 50) * (l - 50));
  sc = 1 + 0.045 * c;
  sh = 1 + 0.015 * c * t;
  c7 = pow (c, 7);
  rt = -2 * sqrt (c7 / (c7 + pow (25, 7))) * sin (radians (60 * exp (-pow ((h - 275) / 25, 2))));
  return sqrt (pow (dl / sl, 2) + pow (dc / sc, 2) + pow (dh / sh, 2) + rt * (dc / sc) * (dh / sh));
}

static void
test_measures (void)
{
  static const struct { Triple a, b; double apart; } rows[] = {
    { { { 50, 2.6772, -79.7751 } }, { { 50, 0, -82.7485 } }, 2.0425 },
    { { { 50, -1, 2 } }, { { 50, 0, 0 } }, 2.3669 },
    { { { 50, 2.49, -0.001 } }, { { 50, -2.49, 0.0009 } }, 7.1792 },
    { { { 50, 2.5, 0 } }, { { 73, 25, -18 } }, 27.1492 },
    { { { 60.2574, -34.0099, 36.2677 } }, { { 60.4626, -34.1751, 39.4387 } }, 1.2644 },
    { { { 22.7233, 20.0904, -46.6940 } }, { { 23.0331, 14.9730, -42.5619 } }, 2.0373 },
    { { { 2.0776, 0.0795, -1.1350 } }, { { 0.9033, -0.0636, -0.5514 } }, 0.9082 },
  };
  const GdkRGBA black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpfloat (fabs (apart (&rows[i].a, &rows[i].b) - rows[i].apart), <, SHARMA_TOLERANCE);
  g_assert_cmpfloat (fabs (contrast (&black, &white) - 21), <, 1e-12);
  /* No eye sees colour in greys. */
  for (guint e = 0; e < G_N_ELEMENTS (eyes); e++)
    {
      Triple grey = seen (&(GdkRGBA){ 0.4f, 0.4f, 0.4f, 1 }, e);

      g_assert_cmpfloat (hypot (grey.v[1], grey.v[2]), <, 0.1);
    }
}

static void
theme_with (SlPlotTheme *theme, SlPlotThemeKind kind, SlPalette palette)
{
  sl_plot_theme_init (theme, kind, 1);
  sl_plot_theme_set_palette (theme, palette);
}

static void
test_contrast (void)
{
  for (guint k = 0; k <= SL_PLOT_THEME_PRINT; k++)
    for (guint p = 0; p < SL_N_PALETTES; p++)
      {
        SlPlotTheme theme;

        theme_with (&theme, k, p);
        for (guint c = 0; c < SL_N_COLOURS; c++)
          {
            double is = contrast (&theme.colours[c], &theme.background);

            if (c == SL_COLOUR_GRID) /* meant to be faint */
              continue;
            g_test_message ("theme %u, palette %u, colour %u: %.2f", k, p, c, is);
            g_assert_cmpfloat (is, >=, LEAST_CONTRAST);
          }
      }
}

/* The least distance between the first n colours of series, to any eye. */
static double
least_apart (const SlPlotTheme *theme, guint n)
{
  double least = INFINITY;

  for (guint e = 0; e < G_N_ELEMENTS (eyes); e++)
    for (guint i = 0; i < n; i++)
      for (guint j = 0; j < i; j++)
        {
          Triple a = seen (&theme->colours[i], e), b = seen (&theme->colours[j], e);

          if (apart (&a, &b) < least)
            g_test_message ("%u and %u for %s eyes: %.1f", j, i, eyes[e], apart (&a, &b));
          least = MIN (least, apart (&a, &b));
        }
  return least;
}

static void
test_distinct (void)
{
  for (guint k = 0; k <= SL_PLOT_THEME_PRINT; k++)
    for (guint p = SL_PALETTE_OKABE_ITO; p <= SL_PALETTE_TOL_BRIGHT; p++)
      {
        SlPlotTheme theme;

        theme_with (&theme, k, p);
        g_test_message ("theme %u, palette %u", k, p);
        g_assert_cmpfloat (least_apart (&theme, 4), >=, LEAST_APART_FOUR);
        g_assert_cmpfloat (least_apart (&theme, SL_COLOUR_YELLOW + 1), >=, LEAST_APART_ALL);
        for (guint e = 0; e < G_N_ELEMENTS (eyes); e++)
          {
            Triple a = seen (&theme.colours[SL_COLOUR_POSITIVE], e),
                   b = seen (&theme.colours[SL_COLOUR_NEGATIVE], e);

            g_assert_cmpfloat (apart (&a, &b), >=, LEAST_APART_FOUR);
          }
      }
}

/* Without colour: by dashes, or by lightness where dashes are the same. */
static void
test_grey (void)
{
  for (guint k = 0; k <= SL_PLOT_THEME_PRINT; k++)
    {
      SlPlotTheme theme;

      theme_with (&theme, k, SL_PALETTE_GREY);
      for (guint i = 0; i < SL_N_COLOURS; i++)
        {
          const GdkRGBA *c = &theme.colours[i];

          if (i <= SL_COLOUR_YELLOW || i >= SL_COLOUR_POSITIVE)
            g_assert_true (c->red == c->green && c->green == c->blue);
        }
      for (guint i = 0; i <= SL_COLOUR_YELLOW; i++)
        for (guint j = 0; j < i; j++)
          {
            SlDash a = sl_plot_theme_dash (&theme, &(SlStroke){ .colour = i });
            SlDash b = sl_plot_theme_dash (&theme, &(SlStroke){ .colour = j });

            if (a == b)
              g_assert_cmpfloat (fabs (seen (&theme.colours[i], 0).v[0] - seen (&theme.colours[j], 0).v[0]),
                                 >=, LEAST_GREY);
          }
      /* A stroke's own dashes stay. */
      g_assert_cmpint (sl_plot_theme_dash (&theme, &(SlStroke) { .colour = SL_COLOUR_VERMILLION,
                                                                 .dash = SL_DASH_DOTTED }),
                       ==, SL_DASH_DOTTED);
      for (guint r = 0; r < SL_N_RAMPS; r++)
        for (guint i = 0; i < SL_RAMP_STEPS; i++)
          g_assert_cmpuint (theme.ramps[r][i] & 0xff, ==, theme.ramps[r][i] >> 16 & 0xff);
    }
  for (guint p = SL_PALETTE_OKABE_ITO; p <= SL_PALETTE_TOL_BRIGHT; p++)
    {
      SlPlotTheme theme;

      theme_with (&theme, SL_PLOT_THEME_LIGHT, p);
      for (guint i = 0; i < SL_N_COLOURS; i++)
        g_assert_cmpint (sl_plot_theme_dash (&theme, &(SlStroke){ .colour = i }), ==, SL_DASH_SOLID);
    }
}

static void
test_ages (void)
{
  for (guint k = 0; k <= SL_PLOT_THEME_PRINT; k++)
    for (guint p = 0; p < SL_N_PALETTES; p++)
      {
        double least = INFINITY, most = -INFINITY;
        SlPlotTheme theme;

        theme_with (&theme, k, p);
        for (guint c = SL_COLOUR_AGE_0; c < SL_COLOUR_AGE_4; c++)
          {
            for (guint e = 0; e < G_N_ELEMENTS (eyes); e++)
              {
                Triple a = seen (&theme.colours[c], e), b = seen (&theme.colours[c + 1], e);

                g_assert_cmpfloat (apart (&a, &b), >=, LEAST_STEP);
                if (e == 0)
                  {
                    least = MIN (least, a.v[0] - b.v[0]);
                    most = MAX (most, a.v[0] - b.v[0]);
                  }
              }
          }
        /* Always darker with age, by even steps. */
        g_assert_cmpfloat (least, >, 0);
        g_assert_cmpfloat (most - least, <, STEP_SPREAD);
      }
}

/* The default is what a theme has. */
static void
test_default (void)
{
  SlPlotTheme a, b;

  sl_plot_theme_init (&a, SL_PLOT_THEME_DARK, 1);
  theme_with (&b, SL_PLOT_THEME_DARK, SL_PALETTE_OKABE_ITO);
  g_assert_cmpmem (a.colours, sizeof a.colours, b.colours, sizeof b.colours);
  g_assert_cmpmem (a.ramps, sizeof a.ramps, b.ramps, sizeof b.ramps);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/theme/measures", test_measures);
  g_test_add_func ("/plot/theme/contrast", test_contrast);
  g_test_add_func ("/plot/theme/distinct", test_distinct);
  g_test_add_func ("/plot/theme/grey", test_grey);
  g_test_add_func ("/plot/theme/ages", test_ages);
  g_test_add_func ("/plot/theme/default", test_default);
  return g_test_run ();
}
