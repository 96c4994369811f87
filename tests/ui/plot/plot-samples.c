/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/plot/plot-samples.h"

#include <math.h>

double
plot_sample_random (guint32 *seed)
{
  *seed = *seed * 1664525u + 1013904223u;
  return (*seed >> 8) / 16777216.0;
}

static double
bell (double x, double centre, double width)
{
  double t = (x - centre) / width;

  return exp (-t * t / 2);
}

SlPlot *
plot_sample_spectrum (guint n)
{
  static const struct { double x, strength; const char *name; } lines[] = {
    { 1216, 0.8, "Ly α" }, { 3728, 1.6, "[O II]" }, { 4862, 1.3, "H β" }, { 5008, 3.2, "[O III]" },
    { 6564, 3.6, "H α" }, { 6725, 0.7, "[S II]" }, { 9533, 0.9, "[S III]" }, { 18756, 0.7, "Pa α" },
  };
  static const struct { double centre, width; const char *label; SlColour colour; } filters[] = {
    { 3650, 300, "<i>u</i>", SL_COLOUR_BAND_U }, { 4800, 600, "<i>g</i>", SL_COLOUR_BAND_G },
    { 6220, 600, "<i>r</i>", SL_COLOUR_BAND_R }, { 7560, 560, "<i>i</i>", SL_COLOUR_BAND_I },
    { 8690, 480, "<i>z</i>", SL_COLOUR_BAND_Z }, { 9960, 480, "<i>y</i>", SL_COLOUR_BAND_Y },
  };
  static const guint32 rainbow[] = { 0x6a00a8, 0x3f37ff, 0x00a8ff, 0x00d060,
                                     0xc8e000, 0xffa000, 0xf02000, 0x900000 };
  g_autofree double *x = g_new (double, n), *y = g_new (double, n), *dust = g_new (double, n),
                    *old = g_new (double, n);
  SlPlot *plot = sl_plot_new ("Spectrum");
  guint32 seed = 7;

  for (guint i = 0; i < n; i++)
    {
      double noise, lines_sum = 0;

      x[i] = 912 * pow (30000 / 912.0, i / (n - 1.0));
      noise = 1 + 0.25 * (plot_sample_random (&seed) - 0.5) * (x[i] < 4000 ? 1 : 0.4);
      for (guint j = 0; j < G_N_ELEMENTS (lines); j++)
        lines_sum += lines[j].strength * bell (x[i], lines[j].x, lines[j].x * 0.0012);
      old[i] = 1.2e-3 * exp (-pow (4200 / x[i], 3)) * pow (x[i] / 8000, -1.4) * noise;
      y[i] = (4e-3 * pow (x[i] / 1500, -1.7) * (x[i] < 3646 ? 0.8 : 1)) * noise * (1 + lines_sum) + old[i];
      dust[i] = y[i] * pow (10, -0.4 * 0.6 * pow (5500 / x[i], 0.8));
    }
  sl_plot_set_x (plot, SL_SCALE_LOG, 912, 30000, "<i>λ</i> [Å]");
  sl_plot_add_panel (plot, 1);
  sl_plot_set_y (plot, 0, SL_SCALE_LOG, 3e-6, 0.03,
                 "<i>L<sub>ν</sub></i> [<i>L</i><sub>☉</sub> Hz<sup>−1</sup>]");
  sl_plot_add_band (plot, 0, 3800, 7500, rainbow, G_N_ELEMENTS (rainbow), 0.10);
  for (guint j = 0; j < G_N_ELEMENTS (lines); j++)
    sl_plot_add_vline (plot, 0, lines[j].x, &(SlStroke) { SL_COLOUR_FAINT, 0.4, 0.5, SL_DASH_SOLID },
                       lines[j].name);
  sl_plot_add_series (plot, 0, x, old, n,
                      &(SlSeriesOptions){ .name = "old stars", .label = "old stars", .label_x = NAN,
                                          .stroke = { SL_COLOUR_VERMILLION, 0.9, 0.8, SL_DASH_DASHED },
                                          .unit = "L<sub>☉</sub> Hz<sup>−1</sup>" });
  sl_plot_add_series (plot, 0, x, y, n,
                      &(SlSeriesOptions){ .name = "without dust", .label = "without dust", .label_x = NAN,
                                          .stroke = { SL_COLOUR_BLUE, 0.8, 0.8, SL_DASH_SOLID },
                                          .unit = "L<sub>☉</sub> Hz<sup>−1</sup>" });
  sl_plot_add_series (plot, 0, x, dust, n,
                      &(SlSeriesOptions){ .name = "galaxy", .label = "galaxy", .label_x = 14000,
                                          .stroke = { SL_COLOUR_INK, 1, 1, SL_DASH_SOLID },
                                          .unit = "L<sub>☉</sub> Hz<sup>−1</sup>" });
  sl_plot_add_panel (plot, 0.22);
  sl_plot_set_y (plot, 1, SL_SCALE_LINEAR, 0, 1.05, NULL);
  for (guint j = 0; j < G_N_ELEMENTS (filters); j++)
    {
      double fx[120], fy[120];

      for (guint i = 0; i < 120; i++)
        {
          double t = -1.6 + 3.2 * i / 119.0;

          fx[i] = filters[j].centre + t * filters[j].width * 1.3;
          fy[i] = exp (-pow (t, 6) / 2);
        }
      sl_plot_add_ribbon (plot, 1, fx, NULL, fy, 120, filters[j].colour, 0.45, filters[j].label,
                          filters[j].label);
    }
  sl_plot_set_caption (plot, "A made-up spectrum from 912 to 30 000 Å with and without dust.");
  return plot;
}

SlPlot *
plot_sample_history (guint n)
{
  static const SlTick redshifts[] = { { 13.8, "0" }, { 8.6, "0.5" }, { 5.9, "1" }, { 3.3, "2" }, { 2.2, "3" },
                                      { 1.2, "5" }, { 0.48, "10" }, { 0.18, "20" } };
  g_autofree double *x = g_new (double, n), *y = g_new (double, n), *preview = g_new (double, n);
  g_autofree double *quench = g_new (double, n), *lo = g_new (double, n), *hi = g_new (double, n),
                    *d1 = g_new (double, n), *d2 = g_new (double, n);
  SlPlot *plot = sl_plot_new ("Star formation");

  for (guint i = 0; i < n; i++)
    {
      double t = x[i] = 0.05 + 13.75 * i / (n - 1.0), q = 1 / (1 + exp ((t - 8) * 2.2)),
             rise = t * t * exp (-t / 2.1);

      quench[i] = 0.04 + 0.96 * q;
      y[i] = 5.5 * rise * quench[i];
      preview[i] = 4.7 * rise;
      lo[i] = y[i] * 0.8;
      hi[i] = y[i] * 1.22;
      d1[i] = 0.9 * sin (t * 0.7) * exp (-t / 9);
      d2[i] = -2.4 * bell (t, 8, 1.3);
    }
  sl_plot_set_x (plot, SL_SCALE_LINEAR, 0, 13.8, "Cosmic time [Gyr]");
  sl_plot_set_link (plot, SL_LINK_TIME, 1);
  sl_plot_set_top_ticks (plot, "Redshift", redshifts, G_N_ELEMENTS (redshifts));
  sl_plot_add_panel (plot, 1);
  sl_plot_set_y (plot, 0, SL_SCALE_LINEAR, 0, 16, "SFR [<i>M</i><sub>☉</sub> yr<sup>−1</sup>]");
  sl_plot_set_y_right (plot, 0, SL_SCALE_LINEAR, 0, 1.25, "Quenching");
  sl_plot_add_ribbon (plot, 0, x, lo, hi, n, SL_COLOUR_BLUE, 0.15, "spread", NULL);
  sl_plot_add_series (plot, 0, x, quench, n,
                      &(SlSeriesOptions) { .name = "quenching",
                                           .label = "quenching",
                                           .label_x = 11.5,
                                           .on_right = TRUE,
                                           .stroke = { SL_COLOUR_GREEN, 1, 1, SL_DASH_DASHDOT } });
  sl_plot_add_series (plot, 0, x, preview, n,
                      &(SlSeriesOptions){ .name = "main sequence", .label = "main sequence", .label_x = NAN,
                                          .stroke = { SL_COLOUR_FAINT, 1, 1, SL_DASH_DASHED },
                                          .unit = "M<sub>☉</sub> yr<sup>−1</sup>" });
  sl_plot_add_series (plot, 0, x, y, n,
                      &(SlSeriesOptions){ .name = "galaxy", .label = "galaxy", .label_x = NAN,
                                          .stroke = { SL_COLOUR_BLUE, 1, 1.25, SL_DASH_SOLID },
                                          .unit = "M<sub>☉</sub> yr<sup>−1</sup>" });
  sl_plot_add_point (plot, 0, x[n * 6 / 10], y[n * 6 / 10], SL_COLOUR_BLUE, "now");
  sl_plot_add_text (plot, 0, 0.4, 0.93, TRUE, SL_ANCHOR_START, SL_COLOUR_FAINT, "drag the dip");
  sl_plot_add_panel (plot, 0.6);
  sl_plot_set_y (plot, 1, SL_SCALE_LINEAR, -3, 1.5, "∂ lg SFR");
  sl_plot_add_hline (plot, 1, 0, &(SlStroke){ SL_COLOUR_FAINT, 0.8, 0.6, SL_DASH_SOLID });
  sl_plot_add_series (plot, 1, x, d1, n,
                      &(SlSeriesOptions) { .name = "∂/∂ lg M0",
                                           .label = "∂/∂ lg <i>M</i><sub>0</sub>",
                                           .label_x = NAN,
                                           .stroke = { SL_COLOUR_ORANGE, 1, 1, SL_DASH_SOLID } });
  sl_plot_add_series (plot, 1, x, d2, n,
                      &(SlSeriesOptions) { .name = "∂/∂ lg tq",
                                           .label = "∂/∂ lg <i>t</i><sub>q</sub>",
                                           .label_x = NAN,
                                           .stroke = { SL_COLOUR_PURPLE, 1, 1, SL_DASH_DOTTED } });
  sl_plot_set_caption (plot, "Star formation rate over cosmic time, and how it answers to two parameters.");
  return plot;
}

SlPlot *
plot_sample_curves (guint n, gboolean jagged)
{
  static const SlColour colours[] = { SL_COLOUR_INK, SL_COLOUR_BLUE, SL_COLOUR_VERMILLION };
  SlPlot *plot = sl_plot_new ("Curves");
  g_autofree double *x = g_new (double, n), *y = g_new (double, n);
  guint32 seed = 3;

  sl_plot_set_x (plot, SL_SCALE_LINEAR, 0, 1, "<i>x</i>");
  sl_plot_add_panel (plot, 1);
  sl_plot_set_y (plot, 0, SL_SCALE_LINEAR, -1.6, 1.6, "<i>y</i>");
  for (guint k = 0; k < G_N_ELEMENTS (colours); k++)
    {
      for (guint i = 0; i < n; i++)
        {
          x[i] = i / (n - 1.0);
          y[i] = 0.9 * sin (7 * x[i] + k) + 0.3 * sin (31 * x[i] + 2 * k)
                 + (jagged ? 0.5 * (plot_sample_random (&seed) - 0.5) : 0);
        }
      sl_plot_add_series (plot, 0, x, y, n,
                          &(SlSeriesOptions){ .name = "curve", .label_x = NAN, .stroke = { colours[k] } });
    }
  return plot;
}

SlPlot *
plot_sample_odd (void)
{
  double x[60], y[60], z[60];
  SlPlot *plot = sl_plot_new ("Odd axes");

  for (guint i = 0; i < 60; i++)
    {
      x[i] = 2.2e-9 * pow (3.2, i / 59.0);
      y[i] = 24 - 4 * sin (i / 15.0);
      z[i] = 3e-9 * cos (i / 9.0);
    }
  z[30] = NAN;
  sl_plot_set_x (plot, SL_SCALE_LOG, x[0], x[59], "sSFR [yr<sup>−1</sup>]");
  sl_plot_add_panel (plot, 1);
  sl_plot_set_y (plot, 0, SL_SCALE_LINEAR, 25, 18.5, "<i>m</i> [AB]");
  sl_plot_add_series (plot, 0, x, y, 60,
                      &(SlSeriesOptions){ .name = "r", .label = "<i>r</i>", .label_x = NAN, .unit = "mag",
                                          .stroke = { SL_COLOUR_BAND_R } });
  sl_plot_add_panel (plot, 1);
  sl_plot_set_y (plot, 1, SL_SCALE_LINEAR, -4e-9, 4e-9, "∂<i>m</i>/∂<i>θ</i>");
  sl_plot_add_series (plot, 1, x, z, 60,
                      &(SlSeriesOptions){ .name = "gradient", .label = "gradient", .label_x = 4e-9,
                                          .stroke = { SL_COLOUR_POSITIVE } });
  return plot;
}

SlPlot *
plot_sample_plane (void)
{
  enum { N = 160 };
  double x[N], y[N], t[N];
  SlPlot *plot = sl_plot_new ("Colours");
  const char *const names[] = { "galaxy", "without dust" };

  sl_plot_set_x (plot, SL_SCALE_LINEAR, -0.2, 1.1, "<i>g</i> − <i>r</i>");
  sl_plot_add_panel (plot, 1);
  sl_plot_set_y (plot, 0, SL_SCALE_LINEAR, -0.4, 2.2, "<i>u</i> − <i>g</i>");
  for (int k = 0; k < 2; k++)
    {
      for (int i = 0; i < N; i++)
        {
          double s = i / (N - 1.0);

          t[i] = 0.3 + 13.4 * s;
          x[i] = 0.05 + 0.75 * s * s - 0.18 * sin (7 * s) * (1 - s) - 0.12 * k;
          y[i] = 0.1 + 1.5 * pow (s, 1.4) + 0.35 * cos (8 * s) * s * (1 - s) - 0.22 * k;
        }
      sl_plot_add_track (plot, 0, x, y, t, N,
                         &(SlTrackOptions) { .name = names[k],
                                             .label = names[k],
                                             .along_name = "t",
                                             .along_unit = "Gyr",
                                             .stroke = { k ? SL_COLOUR_FAINT : SL_COLOUR_BLUE, 1, k ? 1 : 1.4,
                                                         k ? SL_DASH_DASHED : SL_DASH_SOLID } });
    }
  sl_plot_add_arrow (plot, 0, 0.0, 1.5, 0.22, 0.32, &(SlStroke) { SL_COLOUR_VERMILLION },
                     "<i>A<sub>V</sub></i> = 1");
  sl_plot_add_arrow (plot, 0, 0.55, 0.4, -0.2, -0.15, &(SlStroke) { SL_COLOUR_GREEN, 0.8, 1, SL_DASH_SOLID },
                     "metals");
  sl_plot_add_handle (plot, 0, "now", x[90] + 0.12, y[90] + 0.22, FALSE, SL_HANDLE_BOTH, SL_COLOUR_BLUE,
                      "Colours now");
  sl_plot_add_handle (plot, 0, "wish", 0.8, 0.6, FALSE, SL_HANDLE_X, SL_COLOUR_ORANGE, "Wish");
  sl_plot_set_caption (plot, "Two colours of a galaxy over cosmic time.");
  return plot;
}

SlPlot *
plot_sample_map (gboolean is_signed)
{
  enum { NX = 100, NY = 50 };
  double x[NX + 1], y[NY + 1], *value = g_new (double, NX * NY), track_x[40], track_y[40];
  SlPlot *plot = sl_plot_new (is_signed ? "Change" : "Ages and metals");

  for (int i = 0; i <= NX; i++)
    x[i] = is_signed ? -2 + 4 * pow (i / (double) NX, 1.5) : 1e-3 * pow (13.8e3, pow (i / (double) NX, 0.7));
  for (int j = 0; j <= NY; j++)
    y[j] = is_signed ? -1 + 2.0 * j / NY : 1e-4 * pow (500, j / (double) NY);
  for (int j = 0; j < NY; j++)
    for (int i = 0; i < NX; i++)
      {
        double u = i / (NX - 1.0), v = j / (NY - 1.0);

        value[j * NX + i] =
            is_signed ? 3e-3 * sin (6 * u) * cos (5 * v) : bell (u - 0.5 * v, 0.4, 0.18) * 4 + 0.4 * u * v;
      }
  if (!is_signed)
    value[10 * NX + 20] = value[10 * NX + 21] = value[30 * NX + 70] = NAN;
  sl_plot_set_x (plot, is_signed ? SL_SCALE_LINEAR : SL_SCALE_LOG, x[0], x[NX],
                 is_signed ? "lg age" : "Age [Gyr]");
  sl_plot_add_panel (plot, 1);
  sl_plot_set_y (plot, 0, is_signed ? SL_SCALE_LINEAR : SL_SCALE_LOG, y[0], y[NY],
                 is_signed ? "lg <i>Z</i>" : "<i>Z</i>");
  sl_plot_add_map (plot, 0, x, NX, y, NY, value, is_signed ? SL_RAMP_SIGNED : SL_RAMP_AMOUNT,
                   is_signed ? -3e-3 : 0, is_signed ? 3e-3 : 4.2, is_signed ? "change" : "mass formed",
                   is_signed ? NULL : "10<sup>9</sup> M<sub>☉</sub>");
  if (is_signed)
    {
      for (int i = 0; i < 40; i++)
        {
          track_x[i] = 1.2 * cos (i / 7.0);
          track_y[i] = 0.6 * sin (i / 7.0);
        }
      sl_plot_add_track (plot, 0, track_x, track_y, NULL, 40,
                         &(SlTrackOptions){ .name = "way", .label = "way", .stroke = { SL_COLOUR_INK } });
    }
  g_free (value);
  return plot;
}

SlPlot *
plot_sample_picture (guint size)
{
  guint32 *argb = g_new (guint32, size * size);
  SlPlot *plot = sl_plot_new ("Picture");

  for (guint j = 0; j < size; j++)
    for (guint i = 0; i < size; i++)
      {
        double u = 2 * (i + 0.5) / size - 1, v = 2 * (j + 0.5) / size - 1, r = hypot (u, 1.6 * v);
        double arm = 0.5 + 0.5 * cos (2 * atan2 (1.6 * v, u) - 9 * r),
               light = exp (-5 * r) + 0.55 * arm * exp (-3 * r);
        guint red = (guint) (255 * MIN (1, light * 1.2)),
              blue = (guint) (255 * MIN (1, light * (0.7 + 0.8 * arm)));

        argb[j * size + i] =
            (guint32) (255 * CLAMP (1.5 - r, 0, 1)) << 24 | red << 16 | (red + blue) / 2 << 8 | blue;
      }
  sl_plot_add_panel (plot, 1);
  sl_plot_add_picture (plot, 0, argb, size, size, "true colours");
  g_free (argb);
  return plot;
}

SlPlot *
plot_sample_wild (gboolean loops, double alpha)
{
  static const SlDash dashes[] = { SL_DASH_SOLID, SL_DASH_DASHED, SL_DASH_DOTTED, SL_DASH_DASHDOT };
  double x[300], y[300];
  SlPlot *plot = sl_plot_new (NULL);

  sl_plot_add_panel (plot, 1);
  for (int k = 0; k < 4; k++)
    {
      for (int i = 0; i < 300; i++)
        {
          double t = i / 299.0;
          gboolean loop = loops && k == 1;

          x[i] = k == 0 ? floor (t * 12) / 12 : loop ? 0.5 + 0.4 * cos (9 * t) * t : t;
          y[i] = k == 0 ? floor (t * 12 + 0.5) / 14
                 : loop ? 0.5 + 0.4 * sin (9 * t) * t
                        : 0.5 + 0.4 * sin (25 * t + k);
        }
      y[40] = 7; /* far outside */
      y[80] = INFINITY;
      y[100] = y[102] = NAN;
      sl_plot_add_series (plot, 0, x, y, 300,
                          &(SlSeriesOptions) { .stroke = { SL_COLOUR_BLUE + k, alpha, 1 + k, dashes[k] },
                                               .label_x = NAN });
    }
  sl_plot_add_hline (plot, 0, 0.4, &(SlStroke){ SL_COLOUR_INK, 1, 0.6, SL_DASH_SOLID });
  sl_plot_add_vline (plot, 0, 0.3, &(SlStroke){ SL_COLOUR_INK, 1, 1.3, SL_DASH_DASHED }, NULL);
  sl_plot_add_vline (plot, 0, 0.6, &(SlStroke){ SL_COLOUR_FAINT, 0.4, 0.5, SL_DASH_SOLID }, NULL);
  sl_plot_add_point (plot, 0, 0.7, 0.7, SL_COLOUR_ORANGE, NULL);
  return plot;
}
