/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What plots show otherwise, beside others, and what may be taken hold of on them. */
#include "app/figures/sl-figures-explain.h"
#include "tests/app/figures/figures.h"

#include "model/galaxy/sl-presets.h"
#include "model/observables/sl-colour.h"
#include "model/cosmology/sl-cosmology.h"
#include "model/sfh/sl-age-grid.h"
#include "model/ssp/sl-imf.h"
#include "model/observables/sl-quantity.h"
#include "ui/plot/sl-plot-private.h"

/* Doubles made of floats in one order or another. */
#define ROUNDING 1e-12
#define FLOAT_ROUNDING 3e-6

/* Every value of every choice of every kind, for galaxies of all sorts, alone, with pins, as differences,
 * with a tangent preview: the plot is consistent, and there is no warning (they are fatal). Each has its own
 * request. */
static void
test_every_choice (void)
{
  static const char *const presets[] = { "quenched", "main-sequence", "post-starburst" };
  g_autoptr (SlResult) before = sl_result_new (fixture.engine), now = sl_result_new (fixture.engine);

  for (guint i = 0; i < sl_figure_count (); i++)
    {
      const SlFigureInfo *info = sl_figure_info (i);
      guint n_choices = 0;

      while (info->choices && info->choices[n_choices].name)
        n_choices++;
      g_assert_cmpuint (n_choices, <=, SL_FIGURE_MAX_CHOICES);
      for (guint c = 0; c < MAX (n_choices, 1); c++)
        for (guint v = 0; n_choices ? info->choices[c].values[v].name != NULL : v == 0; v++)
          for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
            for (guint how = 0; how < 4; how++)
              {
                SlGalaxy galaxy, other;
                SlFigureRanges ranges = { 0 };
                SlFigureOptions options = { .galaxy = &galaxy,
                                            .gradient = SL_PARAM_LGMET_OLD,
                                            .filters = fixture.filters,
                                            .sed_gradient = TRUE,
                                            .ranges = &ranges };
                SlFigurePin pin = { .name = "A < B & C", .galaxy = &other, .result = before };
                g_autoptr (SlPlot) plot = NULL;

                sl_preset_apply (presets[p], &galaxy);
                galaxy.value[SL_PARAM_REDSHIFT] = how == 1 ? 0.0 : 0.4;
                galaxy.dust_emission = how == 2;
                if (how == 3 && p % 2)
                  galaxy.sfh_form = SL_SFH_DELAYED_TAU;
                other = galaxy;
                other.value[SL_PARAM_LGMET_OLD] -= 0.2;
                other.value[SL_PARAM_REDSHIFT] = how == 1 ? 0.8 : galaxy.value[SL_PARAM_REDSHIFT];
                options.choice[c] = v;
                options.more_gradients = SL_PARAM_SET (SL_PARAM_AV_OLD, SL_PARAM_LG_QT);
                ask (&other, info, &options, before);
                ask (&galaxy, info, &options, now);
                if (how & 1)
                  options.pins = &pin, options.n_pins = 1;
                options.differences = how == 3;
                if (how == 2)
                  options.preview = before, options.preview_step = 0.2;
                plot = sl_figure_make (info, fixture.engine, now, &options);
                g_assert_cmpuint (sl_plot_n_panels (plot), >=, 1);
                g_assert_cmpuint (strlen (sl_plot_get_caption (plot)), >, 0);
                for (guint panel = 0; panel < sl_plot_n_panels (plot); panel++)
                  for (guint k = 0; k < sl_plot_n_series (plot, panel); k++)
                    {
                      const double *x;
                      gsize n = sl_plot_series_data (plot, panel, k, &x, NULL);

                      g_assert_cmpstr (sl_plot_series_name (plot, panel, k), !=, "");
                      g_assert_cmpuint (n, >, 1);
                      for (gsize j = 0; j < n; j++)
                        g_assert_true (isfinite (x[j]) && (j == 0 || x[j] > x[j - 1]));
                    }
                if (how == 2 && info->histories && info->over_time)
                  g_assert_cmpint (find_series (plot, 0, "Tangent"), >=, 0);
                if ((how & 1) && info->over_time)
                  g_assert_cmpint (find_series (plot, 0, "A < B"), >=, 0);
              }
    }
}

static SlPlot *
sed_of (const SlGalaxy *galaxy, const char *choice, const char *value, const char *second, const char *other)
{
  SlFigureOptions options = { .galaxy = galaxy, .gradient = SL_PARAM_LG_QT };

  choose (&options, "sed", choice, value);
  if (second)
    choose (&options, "sed", second, other);
  ask (galaxy, sl_figure_find ("sed"), &options, fixture.result);
  return make ("sed", &options);
}

static gsize
spectrum (SlPlot *plot, const double **x, const double **y)
{
  return sl_plot_series_data (plot, 0, find_series (plot, 0, "Spectrum"), x, y);
}

/* Quantities become each other by the laws that they follow, at every pixel. */
static void
test_quantities (void)
{
  const double c = 2.99792458e18, parsec10 = 10.0 * 3.0856775814913673e18, lsun = 3.826e33;
  SlGalaxy galaxy;

  for (guint far = 0; far < 2; far++)
    {
      g_autoptr (SlPlot) lnu = NULL, nulnu = NULL, flambda = NULL, fnu = NULL, ab = NULL;
      const double *x, *l, *nul, *fl, *f, *m;
      SlEpoch epoch;
      gsize n;

      sl_preset_apply ("main-sequence", &galaxy);
      galaxy.value[SL_PARAM_REDSHIFT] = far ? 0.7 : 0.0;
      sl_cosmology_epoch (galaxy.value + SL_PARAM_REDSHIFT, &epoch);
      lnu = sed_of (&galaxy, "quantity", "lnu", NULL, NULL);
      nulnu = sed_of (&galaxy, "quantity", "nulnu", NULL, NULL);
      flambda = sed_of (&galaxy, "quantity", "flambda", NULL, NULL);
      fnu = sed_of (&galaxy, "quantity", "fnu", NULL, NULL);
      ab = sed_of (&galaxy, "quantity", "ab", NULL, NULL);
      n = spectrum (lnu, &x, &l);
      g_assert_cmpuint (spectrum (nulnu, NULL, &nul), ==, n);
      g_assert_cmpuint (spectrum (flambda, NULL, &fl), ==, n);
      g_assert_cmpuint (spectrum (fnu, NULL, &f), ==, n);
      g_assert_cmpuint (spectrum (ab, NULL, &m), ==, n);
      for (gsize i = 0; i < n; i++)
        {
          /* 3631 Jy at 10 pc. The model's constant for it has six digits. */
          double jansky = l[i] * lsun / (4.0 * G_PI * parsec10 * parsec10) * 1e23
                          * pow (10.0, -0.4 * (far ? epoch.dimming : 0.0));

          g_assert_cmpfloat_with_epsilon (nul[i] / (l[i] * c / x[i]), 1.0, ROUNDING);
          g_assert_cmpfloat_with_epsilon (fl[i] * x[i] / nul[i], 1.0, ROUNDING);
          g_assert_cmpfloat_with_epsilon (m[i], 23.9 - 2.5 * log10 (f[i]), ROUNDING * 100.0);
          g_assert_cmpfloat_with_epsilon (f[i] / (1e6 * jansky), 1.0, 2e-3);
        }
      g_assert_true ((strstr (sl_plot_get_caption (fnu), "10 pc") != NULL) == !far);
      g_assert_null (strstr (sl_plot_get_caption (lnu), "10 pc"));
    }
}

/* A flat spectrum's magnitude is the band's: what the engine says of a band lies between the spectrum's own
 * magnitudes there. */
static void
test_ab (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SlPlot) ab = NULL;
  int i_band = sl_engine_find_observable (fixture.engine, "obs:LSST/i");
  const SlFilter *filter = sl_filter_set_find (fixture.filters, "LSST/i");
  SlRequest request = { .flags = SL_REQUEST_OBSERVABLES };
  const double *x, *m;
  double lo = INFINITY, hi = -INFINITY, from = INFINITY, until = 0.0, top = 0.0;
  gsize n;

  sl_preset_apply ("quenched", &request.galaxy);
  request.galaxy.value[SL_PARAM_REDSHIFT] = 0.3;
  ab = sed_of (&request.galaxy, "quantity", "ab", "frame", "observed");
  sl_engine_evaluate (fixture.engine, &request, fixture.result, &error);
  g_assert_no_error (error);
  n = spectrum (ab, &x, &m);
  for (guint i = 0; i < filter->n; i++)
    top = MAX (top, filter->transmission[i]);
  for (guint i = 0; i < filter->n; i++)
    if (filter->transmission[i] > 0.3 * top)
      from = MIN (from, filter->wave[i]), until = MAX (until, filter->wave[i]);
  for (gsize i = 0; i < n; i++)
    if (x[i] >= from && x[i] <= until)
      lo = MIN (lo, m[i]), hi = MAX (hi, m[i]);
  g_assert_cmpfloat (fixture.result->obs[i_band], >, lo);
  g_assert_cmpfloat (fixture.result->obs[i_band], <, hi);
  g_assert_cmpfloat (hi - lo, <, 2.0);
}

/* The observer's axis is the other, stretched; units are units. */
static void
test_frames (void)
{
  SlGalaxy galaxy;
  g_autoptr (SlPlot) rest = NULL, observed = NULL, micron = NULL;
  const double *x[3], *y[3];
  double unit, stretched;
  gsize n[3];

  sl_preset_apply ("main-sequence", &galaxy);
  galaxy.value[SL_PARAM_REDSHIFT] = 0.25;
  rest = sed_of (&galaxy, "frame", "rest", "medium", "vacuum");
  observed = sed_of (&galaxy, "frame", "observed", NULL, NULL);
  micron = sed_of (&galaxy, "wave", "micron", "medium", "vacuum");
  n[0] = spectrum (rest, &x[0], &y[0]);
  n[1] = spectrum (observed, &x[1], &y[1]);
  n[2] = spectrum (micron, &x[2], &y[2]);
  g_assert_cmpuint (n[0], ==, n[2]);
  for (gsize i = 0; i < n[0]; i++)
    {
      g_assert_cmpfloat_with_epsilon (1e4 * x[2][i], x[0][i], ROUNDING * 1e5);
      if (x[0][i] * 1.25 < x[1][n[1] - 1])
        g_assert_cmpfloat_with_epsilon (sl_plot_series_value_at (observed, 0,
                                                                 find_series (observed, 0, "Spectrum"),
                                                                 x[0][i] * 1.25)
                                            / y[0][i],
                                        1.0, 1e-9);
    }
  g_assert_nonnull (strstr (sl_plot_get_x_title (observed), "observed"));
  g_assert_nonnull (strstr (sl_plot_get_x_title (micron), "[µm]"));
  /* Linked by the wavelength at rest. */
  g_assert_cmpstr (sl_plot_get_link (rest, &unit), ==, SL_LINK_WAVE);
  g_assert_cmpstr (sl_plot_get_link (observed, &stretched), ==, SL_LINK_WAVE);
  g_assert_cmpfloat_with_epsilon (unit / stretched, 1.25, ROUNDING);
}

/* Where the label of a line is on the x axis; NaN: nowhere. */
static double
label_at (SlPlot *plot, const char *text)
{
  const GPtrArray *layers = sl_plot_panel (plot, 0)->layers;

  for (guint i = 0; i < layers->len; i++)
    {
      const SlPlotLayer *layer = layers->pdata[i];

      if (layer->type == SL_LAYER_TEXT && g_strcmp0 (layer->label, text) == 0)
        return layer->x[0];
    }
  return NAN;
}

/* The axis at rest is in the library's medium, in air or in vacuum, and says which; the observer's is in
 * vacuum. Labels of lines follow. */
static void
test_media (void)
{
  static const struct { const char *choice[4], *says; double oiii; } rows[] = {
    { { "medium", "library" }, "in air", 5006.84 },
    { { "medium", "air" }, "in air", 5006.84 },
    { { "medium", "vacuum" }, "in vacuum", 5008.24 },
    { { "medium", "air", "frame", "observed" }, "in vacuum", 5008.24 * 1.25 },
  };
  SlGalaxy galaxy;

  sl_preset_apply ("main-sequence", &galaxy);
  galaxy.value[SL_PARAM_REDSHIFT] = 0.25;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const *c = rows[i].choice;
      g_autoptr (SlPlot) plot = sed_of (&galaxy, c[0], c[1], c[2], c[3]);
      const SlFigureInfo *info = sl_figure_find ("sed");
      guint8 choice[SL_FIGURE_MAX_CHOICES] = { 0 };
      const double *x, *y, stretch = rows[i].oiii / 5007.5;
      double peak = 0.0, top = 0.0;
      guint at;
      const gsize n = spectrum (plot, &x, &y);

      for (gsize k = 0; k < n; k++)
        if (fabs (x[k] - rows[i].oiii) < 20.0 && y[k] > top)
          top = y[k], peak = x[k];
      /* Half a pixel. */
      g_assert_cmpfloat (fabs (peak - rows[i].oiii), <=, 0.5 * stretch);
      g_assert_nonnull (strstr (sl_plot_get_x_title (plot), rows[i].says));
      g_assert_cmpfloat_with_epsilon (label_at (plot, "[O III]"), rows[i].oiii, 0.02);
      for (guint k = 0; k < 4 && c[k]; k += 2)
        {
          int value = sl_figure_find_value (info, c[k], c[k + 1], &at, NULL);

          choice[at] = (guint8) value;
        }
      g_assert_cmpint (sl_figure_medium (info, choice), ==,
                       i == 0 ? SL_MEDIUM_LIBRARY : i == 1 ? SL_MEDIUM_AIR : SL_MEDIUM_VACUUM);
    }
}

/* A click on a line means the line, wherever the medium of the axis has it. */
static void
test_explained (void)
{
  static const struct { SlMedium medium; double at; const char *title; } rows[] = {
    { SL_MEDIUM_LIBRARY, 5006.84, "Light at 5007 Å in air ([O III])" },
    { SL_MEDIUM_AIR, 5006.84, "Light at 5007 Å in air ([O III])" },
    { SL_MEDIUM_VACUUM, 5008.24, "Light at 5008 Å in vacuum ([O III])" },
    { SL_MEDIUM_VACUUM, 5700.0, "Light at 5700 Å in vacuum" },
  };
  SlGalaxy galaxy;
  g_autoptr (GError) error = NULL;
  SlRequest request = { .flags = SL_REQUEST_SED | SL_REQUEST_SED_TANGENTS, .tangents = sl_param_set_all () };

  sl_preset_apply ("main-sequence", &galaxy);
  request.galaxy = galaxy;
  sl_engine_evaluate (fixture.engine, &request, fixture.result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const SlExplainSource source = { .engine = fixture.engine, .result = fixture.result, .galaxy = &galaxy,
                                       .medium = rows[i].medium, .focus = "rest:LSST/g" };
      g_auto (SlExplanation) explanation = { 0 };

      g_assert_true (sl_figure_explain (&source, SL_LINK_WAVE, rows[i].at, 0, 1e-5, &explanation));
      g_assert_cmpstr (explanation.title, ==, rows[i].title);
    }
}

/* The light of all ages is the light. */
static void
test_ages (void)
{
  SlGalaxy galaxy;
  g_autoptr (SlPlot) split = NULL, stacked = NULL;
  const double *all, *part[SL_N_AGE_GROUPS];
  guint found = 0;
  gsize n;

  sl_preset_apply ("main-sequence", &galaxy);
  split = sed_of (&galaxy, "split", "age", NULL, NULL);
  n = spectrum (split, NULL, &all);
  for (guint k = 0; k < sl_plot_n_series (split, 0); k++)
    if (strstr (sl_plot_series_name (split, 0, k), "yr"))
      g_assert_cmpuint (sl_plot_series_data (split, 0, k, NULL, &part[found++]), ==, n);
  g_assert_cmpuint (found, ==, SL_N_AGE_GROUPS);
  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;

      for (guint k = 0; k < found; k++)
        sum += isfinite (part[k][i]) ? part[k][i] : 0.0;
      g_assert_cmpfloat_with_epsilon (sum / all[i], 1.0, FLOAT_ROUNDING);
    }
  /* Upon each other they have no curves of their own. */
  stacked = sed_of (&galaxy, "split", "age", "scale", "linear");
  g_assert_cmpint (find_series (stacked, 0, "yr"), ==, -1);
}

/* The strip: one curve for each parameter, the derivative by it; ratios to pins in its place. */
static void
test_strip (void)
{
  const SlFigureInfo *info = sl_figure_find ("sed");
  SlGalaxy galaxy, other;
  g_autoptr (SlResult) before = sl_result_new (fixture.engine);
  SlFigurePin pin = { .name = "Pinned", .galaxy = &other, .result = before };
  SlFigureOptions options = { .galaxy = &galaxy,
                              .gradient = SL_PARAM_LG_QT,
                              .sed_gradient = TRUE,
                              .more_gradients =
                                  SL_PARAM_SET (SL_PARAM_AV_OLD, SL_PARAM_LG_QT) };
  g_autoptr (SlPlot) plot = NULL, ratios = NULL;
  const double *x, *by_av, *ratio;
  gsize n;

  sl_preset_apply ("main-sequence", &galaxy);
  other = galaxy;
  other.value[SL_PARAM_LOGM0] -= 0.1;
  ask (&other, info, &options, before);
  ask (&galaxy, info, &options, fixture.result);
  plot = make ("sed", &options);
  g_assert_cmpuint (sl_plot_n_series (plot, 1), ==, 2);
  n = sl_plot_series_data (plot, 1, 0, &x, &by_av);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (by_av[i], <=, 0.0); /* dust takes */
  g_assert_cmpfloat (by_av[0], <, by_av[n - 1]);
  options.pins = &pin;
  options.n_pins = 1;
  options.differences = TRUE;
  ratios = make ("sed", &options);
  g_assert_cmpuint (sl_plot_n_series (ratios, 1), ==, 1);
  g_assert_cmpuint (sl_plot_series_data (ratios, 1, 0, NULL, &ratio), ==, n);
  for (gsize i = 0; i < n; i++)
    {
      guint w = 0;

      while (fixture.result->wave[w] < x[i])
        w++;
      g_assert_cmpfloat_with_epsilon (ratio[i], (double) fixture.result->sed[w] / before->sed[w], 1e-9);
    }
}

/* What a step of a thousandth leaves, its square, beyond the Lyman edge: below it shine the youngest stars
 * alone, whose mass is a difference of two points of a table. */
#define SECOND_ORDER 1e-4

/* In parts of the light, or magnitudes. */
static double
apart (SlQuantity quantity, double a, double b)
{
  return quantity == SL_QUANTITY_AB ? fabs (a - b) : fabs (a / b - 1.0);
}

/* The tangent preview agrees with the galaxy after the step, to second order, in each quantity and frame. */
static void
test_preview (void)
{
  static const char *const quantities[] = { "lnu", "fnu", "ab" };
  static const SlQuantity kind[] = { SL_QUANTITY_L_NU, SL_QUANTITY_F_NU, SL_QUANTITY_AB };
  static const SlParamId parameters[] = { SL_PARAM_AV_OLD, SL_PARAM_REDSHIFT, SL_PARAM_H };
  const SlFigureInfo *info = sl_figure_find ("sed");
  g_autoptr (SlResult) before = sl_result_new (fixture.engine);

  for (guint q = 0; q < G_N_ELEMENTS (quantities); q++)
    for (guint p = 0; p < G_N_ELEMENTS (parameters); p++)
      for (guint frame = 0; frame < 2; frame++)
        {
          const double step = 1e-3;
          SlGalaxy galaxy;
          SlFigureOptions options = {
            .galaxy = &galaxy, .gradient = parameters[p], .preview = before, .preview_step = step
          };
          g_autoptr (SlPlot) plot = NULL;
          const double *x, *y, *gx, *gy;
          gsize n, m, off = 0;
          SlEpoch began;
          double most = 0.0;

          choose (&options, "sed", "quantity", quantities[q]);
          choose (&options, "sed", "frame", frame ? "observed" : "rest");
          sl_preset_apply ("main-sequence", &galaxy);
          galaxy.value[SL_PARAM_REDSHIFT] = 0.5;
          ask (&galaxy, info, &options, before);
          sl_cosmology_epoch (galaxy.value + SL_PARAM_REDSHIFT, &began);
          galaxy.value[parameters[p]] += step;
          ask (&galaxy, info, &options, fixture.result);
          plot = make ("sed", &options);
          n = spectrum (plot, &x, &y);
          m = sl_plot_series_data (plot, 0, find_series (plot, 0, "Tangent"), &gx, &gy);
          /* A pixel more or less at the ends of the axis. */
          g_assert_cmpuint (MAX (n, m) - MIN (n, m), <=, 10);
          while (off < m && gx[off] < x[0] * (1.0 - 1e-9))
            off++;
          for (gsize i = 0; i < MIN (n, m - off); i++)
            {
              g_assert_cmpfloat_with_epsilon (gx[i + off] / x[i], 1.0, 1e-9);
              if (isfinite (y[i]) && isfinite (gy[i + off]) && x[i] > (frame ? 1400.0 : 912.0))
                {
                  const SlResult *r = fixture.result;
                  double then, rest = x[i] / (frame ? 1.0 + galaxy.value[SL_PARAM_REDSHIFT] : 1.0);
                  guint w = 0;

                  g_assert_cmpfloat (apart (kind[q], gy[i + off], y[i]), <=, SECOND_ORDER);
                  while (r->wave[w] < rest * (1.0 - 1e-9))
                    w++;
                  then = sl_quantity (kind[q], before->sed[w],
                                      r->wave[w], began.dimming);
                  most = MAX (most, apart (kind[q], then, y[i]));
                }
            }
          /* The step changes more than the preview misses; but distance does not change luminosities. */
          if (q || p == 0)
            g_assert_cmpfloat (most, >, 1e-3);
        }
}

/* A request asks for the histories that are drawn, and for no other. */
static void
test_request (void)
{
  const char *const *all = sl_figure_history_observables ();
  const SlFigureInfo *colours = sl_figure_find ("colours"), *sed = sl_figure_find ("sed");
  SlFigureOptions options = { .gradient = SL_PARAM_LG_QT,
                              .more_gradients = sl_param_set_of (SL_PARAM_AV_OLD) };

  for (guint observed = 0; observed < 2; observed++)
    {
      SlRequest request = { 0 };

      choose (&options, "colours", "frame", observed ? "observed" : "rest");
      sl_figure_request (colours, &options, TRUE, &request);
      for (guint i = 0; all[i]; i++)
        g_assert_true (
            (request.histories >> i & 1)
            == (observed ? strcmp (all[i], "obs:LSST/r-i") == 0 || strcmp (all[i], "obs:LSST/i-z") == 0
                         : strcmp (all[i], "rest:LSST/g-r") == 0 || strcmp (all[i], "rest:LSST/r-i") == 0));
      g_assert_true (sl_param_set_equal (request.tangents, SL_PARAM_SET (SL_PARAM_LG_QT, SL_PARAM_AV_OLD)));
    }
  {
    SlRequest request = { 0 };

    memset (options.choice, 0, sizeof options.choice);
    sl_figure_request (sed, &options, TRUE, &request);
    g_assert_false (request.flags & SL_REQUEST_SED_AGES);
    g_assert_true (sl_param_set_equal (request.tangents, SL_PARAM_SET (SL_PARAM_LG_QT, SL_PARAM_AV_OLD)));
    choose (&options, "sed", "split", "age");
    sl_figure_request (sed, &options, FALSE, &request);
    g_assert_true (request.flags & SL_REQUEST_SED_AGES);
    g_assert_cmpuint (request.histories, ==, 0);
  }
}

/* The line above, the stars below: what lies between is the width. */
static void
test_line_split (void)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LGU_MEAN };
  g_autoptr (SlPlot) split = NULL, widths = NULL;
  const double *line, *stars, *dline, *dstars, *width, *dwidth;
  guint n;

  sl_preset_apply ("main-sequence", &galaxy);
  evaluate (&galaxy, options.gradient);
  n = fixture.result->n_epochs;
  split = make ("line-split", &options);
  widths = make ("widths", &options);
  sl_plot_series_data (split, 0, 0, NULL, &line);
  sl_plot_series_data (split, 0, 1, NULL, &stars);
  sl_plot_series_data (split, 1, 0, NULL, &dline);
  sl_plot_series_data (split, 1, 1, NULL, &dstars);
  g_assert_cmpuint (sl_plot_n_series (widths, 0), ==, 4);
  g_assert_cmpuint (sl_plot_series_data (widths, 0, find_series (widths, 0, "O III"), NULL, &width), ==, n);
  sl_plot_series_data (widths, 1, find_series (widths, 1, "O III"), NULL, &dwidth);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpfloat_with_epsilon (pow (10.0, line[i] - stars[i]) / width[i], 1.0, 1e-9);
      g_assert_cmpfloat_with_epsilon (G_LN10 * width[i] * (dline[i] - dstars[i]), dwidth[i],
                                      1e-7 * MAX (1.0, fabs (dwidth[i])));
    }
}

/* H alpha over H beta of the luminosities is the Balmer decrement; dust makes it larger. */
static void
test_lines (void)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_AV_YOUNG };
  SlPlot *plots[3];
  const double *decrement;
  double ratio[2];
  guint n;

  sl_preset_apply ("main-sequence", &galaxy);
  n = fixture.result->n_epochs;
  for (guint i = 0; i < 3; i++)
    {
      options.choice[0] = i;
      ask (&galaxy, sl_figure_find ("lines"), &options, fixture.result);
      plots[i] = make ("lines", &options);
    }
  g_assert_cmpuint (sl_plot_series_data (plots[2], 0, 0, NULL, &decrement), ==, n);
  for (guint e = 0; e < n; e++)
    {
      for (guint i = 0; i < 2; i++)
        {
          const double *alpha, *beta;

          sl_plot_series_data (plots[i], 0, find_series (plots[i], 0, "Hα"), NULL, &alpha);
          sl_plot_series_data (plots[i], 0, find_series (plots[i], 0, "Hβ"), NULL, &beta);
          ratio[i] = pow (10.0, alpha[e] - beta[e]);
        }
      g_assert_cmpfloat_with_epsilon (decrement[e], ratio[0], 1e-9);
      g_assert_cmpfloat (ratio[0], >, 1.1 * ratio[1]);
    }
  for (guint i = 0; i < 3; i++)
    sl_plot_unref (plots[i]);
}

/* A handle in its position gives the present value; moved, the value for which the curve passes through the
 * new position. */
static void
test_handles (void)
{
  const SlFigureInfo *info = sl_figure_find ("sfh");
  static const struct { const char *id; double x, y;
  } moves[] = {
    { "lg_qt", 0.9, 1.0 }, { "lg_drop", 1.0, 1.3 },      { "lg_rejuv", 1.0, 1.1 },
    { "logtc", 1.1, 1.0 }, { "lgy_at_mcrit", 1.0, 1.5 },
  };
  guint seen = 0;
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy };
  SlParamId parameter;
  double value;

  for (guint pass = 0; pass < 2; pass++)
    {
      g_autoptr (SlPlot) plot = NULL;
      const char *id;
      double x, y;
      SlHandleAxes axes;

      sl_galaxy_init (&galaxy);
      galaxy.sfh_form = pass ? SL_SFH_DIFFSTAR_LAG : SL_SFH_DIFFSTAR;
      galaxy.value[SL_PARAM_LG_QT] = 0.8;
      if (pass)
        sl_galaxy_range (&galaxy, SL_PARAM_LGY_AT_MCRIT, &galaxy.value[SL_PARAM_LGY_AT_MCRIT], NULL, NULL);
      evaluate (&galaxy, SL_PARAM_LG_QT);
      plot = make ("sfh", &options);
      for (guint i = 0; (id = sl_plot_get_handle (plot, i, NULL, &x, &y, &axes, NULL)); i++)
        for (guint k = 0; k < G_N_ELEMENTS (moves); k++)
          {
            SlGalaxy moved = galaxy;
            double nx = x * moves[k].x, ny = y * moves[k].y;
            g_autoptr (SlPlot) after = NULL;

            if (strcmp (id, moves[k].id) != 0)
              continue;
            seen++;
            g_assert_true (sl_figure_handle_value (id, info, x, y, &galaxy, NULL, &parameter, &value));
            g_assert_cmpstr (sl_param_info (parameter)->name, ==, id);
            g_assert_cmpfloat_with_epsilon (value, galaxy.value[parameter], 1e-9);
            g_assert_true (sl_figure_handle_value (id, info, nx, ny, &galaxy, NULL, &parameter, &value));
            g_assert_cmpfloat (value, !=, galaxy.value[parameter]);
            moved.value[parameter] = value;
            options.galaxy = &moved;
            evaluate (&moved, SL_PARAM_LG_QT);
            after = make ("sfh", &options);
            options.galaxy = &galaxy;
            for (guint j = 0; sl_plot_get_handle (after, j, NULL, NULL, NULL, NULL, NULL); j++)
              if (strcmp (sl_plot_get_handle (after, j, NULL, NULL, NULL, NULL, NULL), id) == 0)
                {
                  double ax, ay;

                  sl_plot_get_handle (after, j, NULL, &ax, &ay, NULL, NULL);
                  if (axes & SL_HANDLE_X)
                    g_assert_cmpfloat_with_epsilon (ax / nx, 1.0, 1e-9);
                  else
                    g_assert_cmpfloat_with_epsilon (ay / ny, 1.0, 1e-9);
                }
          }
    }
  g_assert_cmpuint (seen, ==, 2 * G_N_ELEMENTS (moves));

  /* Never outside a range, nor past the neighbour; not of another form, nor of another plot. */
  sl_galaxy_init (&galaxy);
  g_assert_true (sl_figure_handle_value ("lg_drop", info, 6.0, 1e9, &galaxy, NULL, &parameter, &value));
  g_assert_cmpfloat (value, <=, galaxy.value[SL_PARAM_LG_REJUV]);
  g_assert_true (sl_figure_handle_value ("lg_drop", info, 6.0, -1.0, &galaxy, NULL, &parameter, &value));
  g_assert_cmpfloat (value, ==, sl_param_info (SL_PARAM_LG_DROP)->lo);
  g_assert_true (sl_figure_handle_value ("lg_qt", info, -5.0, 0.0, &galaxy, NULL, &parameter, &value));
  g_assert_cmpfloat (value, ==, sl_param_info (SL_PARAM_LG_QT)->lo);
  g_assert_false (sl_figure_handle_value ("no such", info, 1.0, 1.0, &galaxy, NULL, &parameter, &value));
  g_assert_false (
      sl_figure_handle_value ("lg_qt", sl_figure_find ("sed"), 1.0, 1.0, &galaxy, NULL, &parameter, &value));
  galaxy.sfh_form = SL_SFH_TAU;
  g_assert_false (sl_figure_handle_value ("lg_qt", info, 1.0, 1.0, &galaxy, NULL, &parameter, &value));
}

/* Halo above stars formed above living stars and remnants above living stars; without a halo, the stars
 * alone. */
static void
test_halo (void)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LG_QT };

  sl_galaxy_init (&galaxy);
  for (guint simple = 0; simple < 2; simple++)
    {
      g_autoptr (SlPlot) plot = NULL;
      int halo, formed, remnants, living;

      galaxy.sfh_form = simple ? SL_SFH_TAU : SL_SFH_DIFFSTAR;
      evaluate (&galaxy, options.gradient);
      plot = make ("halo", &options);
      halo = find_series (plot, 0, "halo mass");
      formed = find_series (plot, 0, "formed");
      remnants = find_series (plot, 0, "living + remnants");
      living = find_series (plot, 0, "living (Kroupa)");
      g_assert_nonnull (strstr (sl_plot_get_caption (plot), "Kroupa"));
      g_assert_true ((halo >= 0) == !simple);
      g_assert_cmpfloat (sl_plot_series_value_at (plot, 0, formed, 10.0), >,
                         sl_plot_series_value_at (plot, 0, remnants, 10.0));
      g_assert_cmpfloat (sl_plot_series_value_at (plot, 0, remnants, 10.0), >,
                         sl_plot_series_value_at (plot, 0, living, 10.0));
      if (!simple)
        g_assert_cmpfloat (sl_plot_series_value_at (plot, 0, halo, 10.0), >,
                           sl_plot_series_value_at (plot, 0, formed, 10.0));
    }
}

/* The burst is a curve of its own, whose mass is its share of all that has formed; the smooth history has the
 * rest. Without a burst there is none. */
static void
test_burst (void)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy };
  g_autoptr (SlPlot) none = NULL, plot = NULL;
  g_autofree double *edge = NULL;
  const double share = 0.01, *t, *rate, *smooth = NULL;
  double mass = 0.0;
  gsize n, first = 0;

  sl_preset_apply ("quenched", &galaxy);
  evaluate (&galaxy, SL_PARAM_LG_QT);
  none = make ("sfh", &options);
  g_assert_cmpint (find_series (none, 0, "Burst"), <, 0);
  galaxy.value[SL_PARAM_LGFBURST] = log10 (share);
  galaxy.value[SL_PARAM_LGYR_PEAK] = 7.0;
  galaxy.value[SL_PARAM_LGYR_MAX] = 8.3;
  galaxy.value[SL_PARAM_REDSHIFT] = 0.3;
  evaluate (&galaxy, SL_PARAM_LG_QT);
  /* Between the epochs of a history it is a spike to the galaxy's own value. */
  {
    g_autoptr (SlPlot) lines = make ("oiii", &options);
    const int row = sl_engine_find_observable (fixture.engine, "ew:OIII5007");
    const double *width;
    double tip = NAN;

    n = sl_plot_series_data (lines, 0, find_series (lines, 0, "W[O III]"), &t, &width);
    g_assert_cmpuint (n, ==, fixture.result->n_epochs + 3);
    for (gsize i = 0; i < n; i++)
      {
        g_assert_true (i == 0 || t[i] >= t[i - 1]);
        /* Of three values at that time the middle one. */
        if (i > 0 && i + 1 < n && t[i - 1] == t[i] && t[i + 1] == t[i])
          tip = width[i];
      }
    g_assert_cmpfloat (tip, ==, fixture.result->obs[row]);
  }
  plot = make ("sfh", &options);
  g_assert_nonnull (strstr (sl_plot_get_caption (plot), "100 Myr"));
  n = sl_plot_series_data (plot, 0, find_series (plot, 0, "Burst"), &t, &rate);
  edge = sl_age_edges (fixture.result->lg_age, fixture.result->n_age);
  for (gsize i = 0; i < n; i++)
    {
      const double age = fixture.result->t_obs - t[i];
      guint a = 0;

      g_assert_cmpfloat (age, >, 0.0);
      g_assert_cmpfloat (age, <, 0.2);
      g_assert_true (i == 0 || t[i] > t[i - 1]);
      while (edge[a + 1] < age)
        a++;
      mass += 1e9 * rate[i] * (edge[a + 1] - edge[a]);
      first = rate[i] > rate[first] ? i : first;
    }
  g_assert_cmpfloat_with_epsilon (mass / pow (10.0, fixture.result->lgmstar_formed), share, 1e-9);
  /* It stands out of a galaxy that hardly forms stars. */
  g_assert_cmpfloat (rate[first], >, 10.0 * fixture.result->sfr);
  for (guint s = 0; s < sl_plot_n_series (plot, 0); s++)
    if (strcmp (sl_plot_series_name (plot, 0, s), "Star formation rate") == 0)
      sl_plot_series_data (plot, 0, s, NULL, &smooth);
  g_assert_nonnull (smooth);
  g_assert_cmpfloat_with_epsilon (smooth[50], (1.0 - share) * fixture.result->table_sfr[50],
                                  1e-12 * smooth[50]);
}

/* The caption tells the colour, which is redder without young stars. */
static void
test_swatch (void)
{
  static const char *const presets[] = { "main-sequence", "quenched" };
  double red[2];

  for (guint i = 0; i < 2; i++)
    {
      SlGalaxy galaxy;
      SlFigureOptions options = { .galaxy = &galaxy };
      g_autoptr (SlPlot) plot = NULL;
      g_autofree char *hex = NULL;
      double xyz[3], rgb[3];

      sl_preset_apply (presets[i], &galaxy);
      evaluate (&galaxy, SL_PARAM_LG_QT);
      sl_colour_xyz (fixture.result->wave, fixture.result->sed, fixture.result->n_wave, xyz);
      sl_colour_rgb (xyz, rgb);
      hex = g_strdup_printf ("#%06x", sl_colour_hex (rgb));
      plot = make ("swatch", &options);
      g_assert_nonnull (strstr (sl_plot_get_caption (plot), hex));
      red[i] = rgb[0] / rgb[2];
    }
  g_assert_cmpfloat (red[1], >, 1.3 * red[0]);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  g_test_add_func ("/figures-choices/every-choice", test_every_choice);
  g_test_add_func ("/figures-choices/quantities", test_quantities);
  g_test_add_func ("/figures-choices/ab", test_ab);
  g_test_add_func ("/figures-choices/frames", test_frames);
  g_test_add_func ("/figures-choices/media", test_media);
  g_test_add_func ("/figures-choices/explained", test_explained);
  g_test_add_func ("/figures-choices/ages", test_ages);
  g_test_add_func ("/figures-choices/strip", test_strip);
  g_test_add_func ("/figures-choices/preview", test_preview);
  g_test_add_func ("/figures-choices/request", test_request);
  g_test_add_func ("/figures-choices/line-split", test_line_split);
  g_test_add_func ("/figures-choices/lines", test_lines);
  g_test_add_func ("/figures-choices/handles", test_handles);
  g_test_add_func ("/figures-choices/halo", test_halo);
  g_test_add_func ("/figures-choices/burst", test_burst);
  g_test_add_func ("/figures-choices/swatch", test_swatch);
  status = g_test_run ();
  tear_down ();
  return status;
}
