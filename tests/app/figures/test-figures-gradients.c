/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gradients along parameters that move together, several beside each other, and the names of what is drawn.
 */
#include "tests/app/figures/figures.h"

#include "app/figures/sl-param-labels.h"
#include "model/galaxy/sl-presets.h"
#include "model/observables/sl-colour.h"
#include "model/ssp/sl-imf.h"
#include "ui/plot/sl-plot-private.h"

/* Sums in another order, of terms of the size of the greatest. */
#define TOL_ROUNDING 1e-12

#define ONLY(id) sl_param_set_of (SL_PARAM_##id)

/* The label of a series by its name, or of what else has one; NULL where there is none. */
static gboolean
has_label (SlPlot *plot, guint panel, const char *text)
{
  SlPlotPanel *of = g_ptr_array_index (plot->panels, panel);

  for (guint i = 0; i < of->layers->len; i++)
    if (g_strcmp0 (((SlPlotLayer *) g_ptr_array_index (of->layers, i))->label, text) == 0)
      return TRUE;
  return FALSE;
}

static const struct { SlParamId a, b; const char *symbol; } pair_table[] = {
  { SL_PARAM_LG_DROP, SL_PARAM_LG_REJUV, "lg <i>q</i><sub>drop</sub>" },
  { SL_PARAM_LGMET_YOUNG, SL_PARAM_LGMET_OLD, "lg <i>Z</i>" },
  { SL_PARAM_AV_YOUNG, SL_PARAM_AV_OLD, "<i>A</i><sub>V</sub>" },
  { SL_PARAM_DELTA_YOUNG, SL_PARAM_DELTA_OLD, "<i>δ</i>" },
};

/* In the panel of the gradient: the derivative along two parameters is the sum of those by each, to the last
 * bit where it is one of the arrays, to rounding where sums follow. */
static const struct { const char *name; guint panel; gboolean exact;
} kind_table[] = {
  { "sed", 1, TRUE },          { "colours", 1, TRUE }, { "oiii", 1, TRUE },
  { "line-split", 1, TRUE },   { "widths", 1, TRUE },  { "halo", 1, TRUE },
  { "lines", 1, TRUE },
  { "attenuation", 1, TRUE },  { "ages", 1, FALSE },   { "metals-map", 1, TRUE },
  { "metals-ends", 1, FALSE }, { "gas", 1, FALSE },
};

static void
test_sums (void)
{
  gboolean moved[G_N_ELEMENTS (pair_table)] = { FALSE };

  for (guint k = 0; k < G_N_ELEMENTS (kind_table); k++)
    for (guint p = 0; p < G_N_ELEMENTS (pair_table); p++)
      {
        SlPlot *plots[3];
        SlGalaxy galaxy;

        sl_preset_apply ("quenched", &galaxy);
        galaxy.value[SL_PARAM_LGMET_OLD] -= 0.3;
        for (guint i = 0; i < 3; i++)
          {
            const SlFigureOptions options = { .galaxy = &galaxy, .sed_gradient = TRUE,
                                              .gradient = i == 1 ? pair_table[p].b : pair_table[p].a,
                                              .tied = i == 2 ? sl_param_set_of (pair_table[p].b)
                                                              : sl_param_set_none () };

            ask (&galaxy, sl_figure_find (kind_table[k].name), &options, fixture.result);
            plots[i] = make (kind_table[k].name, &options);
          }
        /* Groups of ages are those that differ in either; all are compared where their number is the same. */
        for (guint s = 0; s < sl_plot_n_series (plots[2], kind_table[k].panel); s++)
          {
            const double *y[3];
            gsize n[3];
            double scale = 0.0;

            for (guint i = 0; i < 3; i++)
              {
                g_assert_cmpuint (sl_plot_n_series (plots[i], kind_table[k].panel), >, 0);
                if (sl_plot_n_series (plots[i], kind_table[k].panel)
                    != sl_plot_n_series (plots[2], kind_table[k].panel))
                  break;
                n[i] = sl_plot_series_data (plots[i], kind_table[k].panel, s, NULL, &y[i]);
                g_assert_cmpuint (n[i], ==, n[0]);
                for (gsize j = 0; j < n[i]; j++)
                  scale = isfinite (y[i][j]) ? MAX (scale, fabs (y[i][j])) : scale;
                if (i < 2)
                  continue;
                moved[p] |= scale > 0.0;
                for (gsize j = 0; j < n[0]; j++)
                  if (kind_table[k].exact && isfinite (y[2][j]))
                    g_assert_cmpfloat (y[2][j], ==, y[0][j] + y[1][j]);
                  else if (isfinite (y[2][j]))
                    g_assert_cmpfloat (fabs (y[2][j] - y[0][j] - y[1][j]), <=, TOL_ROUNDING * scale);
              }
          }
        for (guint i = 0; i < 3; i++)
          sl_plot_unref (plots[i]);
      }
  for (guint p = 0; p < G_N_ELEMENTS (pair_table); p++)
    g_assert_true (moved[p]);
}

/* The tangent preview moves along all of them at once. */
static void
test_preview (void)
{
  static const char *const names[] = { "oiii", "ages", "sed", "colour-colour", "attenuation" };
  const double step = 0.1;

  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    {
      SlGalaxy galaxy;
      g_autoptr (SlResult) before = sl_result_new (fixture.engine);
      SlFigureOptions options = { .galaxy = &galaxy,
                                  .gradient = SL_PARAM_LGMET_YOUNG,
                                  .tied = ONLY (LGMET_OLD),
                                  .preview = before,
                                  .preview_step = step };
      g_autoptr (SlPlot) plot = NULL;
      const double *y;
      int row = sl_engine_find_observable_history (fixture.engine, "ew:OIII5007"), preview;
      gsize n;

      sl_preset_apply ("main-sequence", &galaxy);
      ask (&galaxy, sl_figure_find (names[k]), &options, before);
      galaxy.value[SL_PARAM_LGMET_YOUNG] += step;
      galaxy.value[SL_PARAM_LGMET_OLD] += step;
      ask (&galaxy, sl_figure_find (names[k]), &options, fixture.result);
      plot = make (names[k], &options);
      preview = find_series (plot, 0, "Tangent");
      /* a track is no series */
      g_assert_true ((preview >= 0) == (strcmp (names[k], "colour-colour") != 0));
      if (k > 0)
        continue;
      n = sl_plot_series_data (plot, 0, preview, NULL, &y);
      g_assert_cmpuint (n, ==, before->n_epochs);
      for (gsize j = 0; j < n; j++)
        {
          const double *jac = before->hist_jac + (gsize) row * SL_N_PARAMS * n;

          g_assert_cmpfloat (y[j], ==,
                             before->hist[row * n + j]
                                 + (jac[SL_PARAM_LGMET_YOUNG * n + j] + jac[SL_PARAM_LGMET_OLD * n + j])
                                       * step);
        }
    }
}

/* Dust of all ages: where both move together the tangent of the attenuation is the curve itself, which is
 * linear in A_V. */
static void
test_preview_of_dust (void)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy,
                              .gradient = SL_PARAM_AV_OLD,
                              .tied = ONLY (AV_YOUNG),
                              .preview = fixture.result,
                              .preview_step = 0.25 };
  g_autoptr (SlPlot) plot = NULL;
  const double *preview, *curve;
  gsize n;

  sl_preset_apply ("main-sequence", &galaxy);
  ask (&galaxy, sl_figure_find ("attenuation"), &options, fixture.result);
  plot = make ("attenuation", &options);
  n = sl_plot_series_data (plot, 0, find_series (plot, 0, "Tangent"), NULL, &preview);
  sl_plot_series_data (plot, 0, find_series (plot, 0, "all ages"), NULL, &curve);
  for (gsize j = 0; j < n; j++)
    g_assert_cmpfloat_with_epsilon (preview[j], curve[j], TOL_ROUNDING * MAX (curve[0], 1.0));
}

/* The rate goes with the power of ten of the efficiency: its tangent is f (1 + δ ln 10), of the history where
 * the drag began. */
static void
test_preview_of_rate (void)
{
  const double step = 0.25;
  SlGalaxy galaxy;
  SlFigureOptions options = {
    .galaxy = &galaxy, .gradient = SL_PARAM_LGY_AT_MCRIT, .preview = fixture.result, .preview_step = step
  };
  g_autoptr (SlPlot) plot = NULL;
  const double *preview;
  gsize n;

  sl_preset_apply ("main-sequence", &galaxy);
  galaxy.value[SL_PARAM_LGFBURST] = -30.0;
  ask (&galaxy, sl_figure_find ("sfh"), &options, fixture.result);
  plot = make ("sfh", &options);
  n = sl_plot_series_data (plot, 0, find_series (plot, 0, "Tangent"), NULL, &preview);
  g_assert_cmpuint (n, ==, fixture.result->n_table);
  for (gsize j = 0; j < n; j++)
    {
      const double began = fixture.result->table_sfr[j] / pow (10.0, step);

      g_assert_cmpfloat_with_epsilon (preview[j], began * (1.0 + step * G_LN10),
                                      TOL_ROUNDING * MAX (began, 1.0));
    }
}

static void
test_names (void)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LGMET_OLD, .tied = ONLY (LGMET_YOUNG) };
  g_autoptr (SlPlot) plot = NULL;
  g_autofree char *other = NULL, *self = NULL, *title = NULL, *power = NULL, *clouds = NULL;

  sl_galaxy_init (&galaxy);
  other = sl_figure_gradient_symbol (&galaxy, SL_PARAM_LG_QT, ONLY (F_ESC));
  self = sl_figure_gradient_symbol (&galaxy, SL_PARAM_F_ESC, ONLY (F_ESC));
  title = sl_figure_gradient_title (&galaxy, SL_PARAM_F_ESC, sl_param_set_none ());
  for (guint p = 0; p < G_N_ELEMENTS (pair_table); p++)
    for (guint order = 0; order < 2; order++)
      {
        const SlParamId a = order ? pair_table[p].b : pair_table[p].a,
                        b = order ? pair_table[p].a : pair_table[p].b;
        g_autofree char *symbol = sl_figure_gradient_symbol (&galaxy, a, sl_param_set_of (b));
        g_autofree char *words = sl_figure_gradient_title (&galaxy, a, sl_param_set_of (b));

        g_assert_cmpstr (symbol, ==, pair_table[p].symbol);
        g_assert_null (strchr (words, ','));
      }
  g_assert_cmpstr (other, ==, "(lg <i>t</i><sub>q</sub>, <i>f</i><sub>esc</sub>)");
  /* tied to itself is not tied */
  g_assert_cmpstr (self, ==, "<i>f</i><sub>esc</sub>");
  g_assert_cmpstr (title, ==, sl_param_label (SL_PARAM_F_ESC)->title);
  /* A power law has an exponent, and birth clouds one of their own. */
  galaxy.dust_law = SL_DUST_POWER_LAW;
  power = sl_figure_gradient_symbol (&galaxy, SL_PARAM_DELTA_OLD, ONLY (DELTA_YOUNG));
  g_assert_cmpstr (power, ==, "<i>n</i>");
  galaxy.dust_law = SL_DUST_CHARLOT_FALL;
  clouds = sl_figure_gradient_symbol (&galaxy, SL_PARAM_DELTA_YOUNG, sl_param_set_none ());
  g_assert_cmpstr (clouds, ==, "<i>n</i><sub>clouds</sub>");
  sl_preset_apply ("main-sequence", &galaxy);
  ask (&galaxy, sl_figure_find ("colours"), &options, fixture.result);
  plot = make ("colours", &options);
  g_assert_cmpint (find_series (plot, 1, "∂(g−r)/∂\u2009lg Z"), >=, 0);
  g_assert_nonnull (strstr (sl_plot_get_caption (plot), "lgmet_old + lgmet_young"));
  /* Per magnitude and per dex there is no unit that both have. */
  options.tied = ONLY (AV_OLD);
  g_clear_pointer (&plot, sl_plot_unref);
  ask (&galaxy, sl_figure_find ("colours"), &options, fixture.result);
  plot = make ("colours", &options);
  g_assert_cmpstr (sl_plot_series_unit (plot, 1, 0), ==, "mag");
}

static void
test_request (void)
{
  const SlFigureOptions options = { .gradient = SL_PARAM_LG_DROP,
                                    .tied = ONLY (LG_REJUV),
                                    .more_gradients = ONLY (AV_OLD) };
  static const char *const names[] = { "sed", "colours", "oiii", "halo", "colour-colour" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      SlRequest request = { 0 };

      sl_figure_request (sl_figure_find (names[i]), &options, TRUE, &request);
      g_assert_true (sl_param_set_equal (
          request.tangents, SL_PARAM_SET (SL_PARAM_LG_DROP, SL_PARAM_LG_REJUV, SL_PARAM_AV_OLD)));
      request.tangents = sl_param_set_none ();
      sl_figure_request (sl_figure_find (names[i]), &options, FALSE, &request);
      g_assert_true (sl_param_set_is_empty (request.tangents));
    }
}

/* The panel below a history: all derivatives of two colours by two parameters, of the first alone by more;
 * of pins where they are few. */
static void
test_below (void)
{
  const SlParamSet none = sl_param_set_none (), dust = ONLY (AV_OLD);
  const struct { const char *name, *frame; SlParamSet more; guint n_pins, series; } table[] = {
    { "colours", "rest", none, 0, 2 },
    { "colours", "rest", dust, 0, 4 },
    { "colours", "rest", SL_PARAM_SET (SL_PARAM_AV_OLD, SL_PARAM_LG_QT), 0, 3 },
    { "colours", "rest-ri", SL_PARAM_SET (SL_PARAM_AV_OLD, SL_PARAM_LG_QT, SL_PARAM_AV_YOUNG), 0, 4 },
    { "colours", "rest", none, 1, 4 },
    { "colours", "rest", none, 2, 2 },
    { "colours", "rest-ri", none, 2, 3 },
    { "colours", "rest-ri", none, 3, 1 },
    { "colours", "rest-ri", dust, 1, 2 },
    { "widths", NULL, none, 0, 4 },
    { "widths", NULL, dust, 0, 2 },
    /* itself is no other */
    { "oiii", NULL, ONLY (LGMET_OLD), 0, 1 },
  };

  for (guint k = 0; k < G_N_ELEMENTS (table); k++)
    {
      SlGalaxy galaxy;
      SlFigureOptions options = { .galaxy = &galaxy,
                                  .gradient = SL_PARAM_LGMET_OLD,
                                  .more_gradients = table[k].more,
                                  .n_pins = table[k].n_pins };
      SlFigurePin pins[3];
      g_autoptr (SlPlot) plot = NULL;
      const double *y;
      gsize n;
      int row;

      if (table[k].frame)
        choose (&options, table[k].name, "frame", table[k].frame);
      sl_preset_apply ("main-sequence", &galaxy);
      ask (&galaxy, sl_figure_find (table[k].name), &options, fixture.result);
      for (guint i = 0; i < 3; i++)
        pins[i] = (SlFigurePin){ "pin", &galaxy, fixture.result, i };
      options.pins = pins;
      plot = make (table[k].name, &options);
      g_assert_cmpuint (sl_plot_n_series (plot, 1), ==, table[k].series);
      if (!sl_param_set_has (table[k].more, SL_PARAM_AV_OLD))
        continue;
      row = sl_engine_find_observable_history (fixture.engine,
                                               sl_figure_histories (sl_figure_find (table[k].name),
                                                                    &options)[0]);
      n = sl_plot_series_data (plot, 1, find_series (plot, 1, "AV,old"), NULL, &y);
      for (gsize j = 0; j < n; j++)
        g_assert_cmpfloat (y[j], ==,
                           fixture.result->hist_jac[((gsize) row * SL_N_PARAMS + SL_PARAM_AV_OLD) * n + j]);
    }
}

/* Each choice of colours draws those that it names, and says so. */
static void
test_frames (void)
{
  static const struct { const char *frame, *first, *second, *axis;
  } table[] = {
    { "rest", "rest:LSST/g-r", "rest:LSST/r-i", "rest-frame colour [mag]" },
    { "rest-gr", "rest:LSST/g-r", NULL, "rest-frame <i>g</i>−<i>r</i> [mag]" },
    { "rest-ri", "rest:LSST/r-i", NULL, "rest-frame <i>r</i>−<i>i</i> [mag]" },
    { "observed", "obs:LSST/r-i", "obs:LSST/i-z", "observed colour [mag]" },
    { "observed-ri", "obs:LSST/r-i", NULL, "observed <i>r</i>−<i>i</i> [mag]" },
    { "observed-iz", "obs:LSST/i-z", NULL, "observed <i>i</i>−<i>z</i> [mag]" },
  };

  for (guint k = 0; k < G_N_ELEMENTS (table); k++)
    {
      SlGalaxy galaxy;
      SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LGMET_OLD };
      const SlFigureInfo *info = sl_figure_find ("colours");
      const char *const *histories;
      g_autoptr (SlPlot) plot = NULL;
      const double *y;
      gsize n;
      int row;

      choose (&options, "colours", "frame", table[k].frame);
      histories = sl_figure_histories (info, &options);
      g_assert_cmpstr (histories[0], ==, table[k].first);
      g_assert_cmpstr (histories[1], ==, table[k].second);
      sl_preset_apply ("main-sequence", &galaxy);
      ask (&galaxy, sl_figure_find ("colours"), &options, fixture.result);
      plot = make ("colours", &options);
      g_assert_cmpuint (sl_plot_n_series (plot, 0), ==, table[k].second ? 2 : 1);
      row = sl_engine_find_observable_history (fixture.engine, table[k].first);
      n = sl_plot_series_data (plot, 0, 0, NULL, &y);
      for (gsize j = 0; j < n; j++)
        g_assert_cmpfloat (y[j], ==, fixture.result->hist[(gsize) row * n + j]);
      g_assert_cmpstr (((SlPlotPanel *) g_ptr_array_index (plot->panels, 0))->y.title, ==, table[k].axis);
      g_assert_nonnull (
          strstr (sl_plot_get_caption (plot), info->choices[0].values[options.choice[0]].title));
    }
}

/* Living stars and remnants, together and alone; living stars are what remnants are not. */
static void
test_masses (void)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy };
  g_autoptr (SlPlot) both = NULL, surviving = NULL, remnants = NULL, living = NULL;

  sl_galaxy_init (&galaxy);
  evaluate (&galaxy, SL_PARAM_LG_QT);
  both = make ("masses", &options);
  choose (&options, "masses", "show", "surviving");
  surviving = make ("masses", &options);
  choose (&options, "masses", "show", "remnants");
  remnants = make ("masses", &options);
  choose (&options, "masses", "show", "living");
  living = make ("masses", &options);
  g_assert_cmpuint (sl_plot_n_panels (both), ==, 2);
  g_assert_cmpuint (sl_plot_n_panels (living), ==, 1);
  g_assert_cmpuint (sl_plot_n_panels (surviving), ==, 1);
  g_assert_cmpuint (sl_plot_n_panels (remnants), ==, 1);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpfloat (sl_plot_series_value_at (surviving, 0, i, 5.0), ==,
                         sl_plot_series_value_at (both, 0, i, 5.0));
      g_assert_cmpfloat (sl_plot_series_value_at (remnants, 0, i, 5.0), ==,
                         sl_plot_series_value_at (both, 1, i, 5.0));
      g_assert_cmpfloat_with_epsilon (sl_plot_series_value_at (living, 0, i, 5.0)
                                          + sl_plot_series_value_at (remnants, 0, i, 5.0),
                                      sl_plot_series_value_at (surviving, 0, i, 5.0), 1e-12);
    }
}

/* Fractions of the paper's figures, by age. */
static void
test_initial_masses (void)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy };
  g_autoptr (SlPlot) all = NULL, one = NULL;
  int salpeter, last;

  sl_galaxy_init (&galaxy);
  evaluate (&galaxy, SL_PARAM_LG_QT);
  all = make ("masses", &options);
  g_assert_cmpuint (sl_plot_n_series (all, 0), ==, 4);
  g_assert_cmpuint (sl_plot_n_series (all, 1), ==, 4);
  salpeter = find_series (all, 0, "Salpeter");
  g_assert_cmpfloat_with_epsilon (sl_plot_series_value_at (all, 0, salpeter, 1.0),
                                  sl_imf_surviving (sl_imf_find ("salpeter"), 0.0), 1e-4);
  g_assert_cmpfloat_with_epsilon (sl_plot_series_value_at (all, 1, salpeter, 1.0),
                                  sl_imf_remnant (sl_imf_find ("salpeter"), 0.0), 1e-4);
  choose (&options, "masses", "imf", "kroupa");
  one = make ("masses", &options);
  last = (int) sl_plot_n_series (one, 0) - 1;
  g_assert_cmpint (last, ==, 3);
  g_assert_cmpstr (sl_plot_series_name (one, 0, last), ==, "Kroupa");
}

/* Wherever others are beside it, each galaxy has its name on the plot: a person need not guess whose curve is
 * black. */
static void
test_galaxies_named (void)
{
  static const struct { const char *name; gboolean live;
  } table[] = {
    { "sed", FALSE },  { "sfh", TRUE },        { "oiii", TRUE },         { "colour-colour", TRUE },
    { "gas", TRUE },   { "metals-map", TRUE }, { "metals-ends", FALSE }, { "attenuation", FALSE },
    { "ages", FALSE }, { "halo", FALSE },      { "widths", FALSE },
  };

  for (guint k = 0; k < G_N_ELEMENTS (table); k++)
    {
      SlGalaxy galaxy, other;
      g_autoptr (SlResult) before = sl_result_new (fixture.engine);
      SlFigurePin pin = { .name = "A < B", .galaxy = &other, .result = before };
      SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LG_QT, .pins = &pin, .n_pins = 1 };
      g_autoptr (SlPlot) plot = NULL;

      sl_preset_apply ("main-sequence", &galaxy);
      other = galaxy;
      other.value[SL_PARAM_LGU_MEAN] -= 0.5;
      ask (&other, sl_figure_find (table[k].name), &options, before);
      ask (&galaxy, sl_figure_find (table[k].name), &options, fixture.result);
      plot = make (table[k].name, &options);
      g_assert_true (has_label (plot, 0, "A &lt; B"));
      g_assert_true (has_label (plot, 0, "this galaxy") == table[k].live);
    }
}

/* A logarithmic axis of widths shows no zeros, holds what is above them, and is no business of differences.
 */
static void
test_log_widths (void)
{
  SlGalaxy galaxy;
  SlFigureRanges ranges = { 0 };
  SlFigurePin pin = { .name = "A", .galaxy = &galaxy, .result = fixture.result };
  SlFigureOptions options = {
    .galaxy = &galaxy, .gradient = SL_PARAM_LG_QT, .ranges = &ranges, .pins = &pin
  };
  g_autoptr (SlPlot) plot = NULL, differences = NULL;
  const SlPlotAxis *axis;
  double top = 0.0;

  sl_preset_apply ("quenched", &galaxy);
  choose (&options, "widths", "scale", "log");
  ask (&galaxy, sl_figure_find ("widths"), &options, fixture.result);
  plot = make ("widths", &options);
  axis = &((SlPlotPanel *) g_ptr_array_index (plot->panels, 0))->y;
  g_assert_cmpint (axis->scale, ==, SL_SCALE_LOG);
  for (guint i = 0; i < sl_plot_n_series (plot, 0); i++)
    {
      const double *y;
      gsize n = sl_plot_series_data (plot, 0, i, NULL, &y);

      for (gsize j = 0; j < n; j++)
        {
          g_assert_false (y[j] <= 0.0);
          top = isfinite (y[j]) ? MAX (top, y[j]) : top;
        }
    }
  g_assert_cmpfloat (axis->hi, >=, top);
  g_assert_cmpfloat (axis->lo, >, 0.0);
  g_assert_cmpfloat (axis->lo, <, 0.1 * top);
  options.n_pins = 1;
  options.differences = TRUE;
  differences = make ("widths", &options);
  g_assert_cmpint (((SlPlotPanel *) g_ptr_array_index (differences->panels, 0))->y.scale, ==,
                   SL_SCALE_LINEAR);
}

/* The first stars' flash, seen when the universe was young, does not set a linear axis of age. */
static void
test_linear_ages (void)
{
  SlGalaxy galaxy;
  SlFigureOptions options = { .galaxy = &galaxy, .gradient = SL_PARAM_LG_QT };
  g_autoptr (SlPlot) plot = NULL;
  double now = 0.0, earlier = 0.0, hi;

  sl_preset_apply ("quenched", &galaxy);
  choose (&options, "ages", "axis", "linear");
  ask (&galaxy, sl_figure_find ("ages"), &options, fixture.result);
  plot = make ("ages", &options);
  hi = ((SlPlotPanel *) g_ptr_array_index (plot->panels, 0))->y.hi;
  for (guint i = 0; i < sl_plot_n_series (plot, 0); i++)
    {
      const double *y;
      gsize n = sl_plot_series_data (plot, 0, i, NULL, &y);
      double *top = i + 1 == sl_plot_n_series (plot, 0) ? &now : &earlier;

      for (gsize j = 0; j < n; j++)
        *top = MAX (*top, y[j]);
    }
  g_assert_cmpfloat (earlier, >, 4.0 * now);
  g_assert_cmpfloat (hi, >, now);
  g_assert_cmpfloat (hi, <, 4.0 * now);
}

/* Several spectra at once have the colours of each. */
static void
test_colours_of_several (void)
{
  const SlResult *r = fixture.result;
  SlGalaxy galaxy;
  const float *spectra[2];
  double many[2][3], one[3];

  sl_preset_apply ("main-sequence", &galaxy);
  evaluate (&galaxy, SL_PARAM_LG_QT);
  spectra[0] = r->sed;
  spectra[1] = r->sed_intrinsic;
  sl_colour_xyz_of (r->wave, spectra, 2, r->n_wave, many);
  for (guint k = 0; k < 2; k++)
    {
      sl_colour_xyz (r->wave, spectra[k], r->n_wave, one);
      g_assert_cmpfloat (one[1], >, 0.0);
      for (guint c = 0; c < 3; c++)
        g_assert_cmpfloat (many[k][c], ==, one[c]);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  g_test_add_func ("/figures-gradients/sums", test_sums);
  g_test_add_func ("/figures-gradients/preview", test_preview);
  g_test_add_func ("/figures-gradients/preview-of-dust", test_preview_of_dust);
  g_test_add_func ("/figures-gradients/preview-of-rate", test_preview_of_rate);
  g_test_add_func ("/figures-gradients/names", test_names);
  g_test_add_func ("/figures-gradients/request", test_request);
  g_test_add_func ("/figures-gradients/below", test_below);
  g_test_add_func ("/figures-gradients/frames", test_frames);
  g_test_add_func ("/figures-gradients/masses", test_masses);
  g_test_add_func ("/figures-gradients/initial-masses", test_initial_masses);
  g_test_add_func ("/figures-gradients/galaxies-named", test_galaxies_named);
  g_test_add_func ("/figures-gradients/log-widths", test_log_widths);
  g_test_add_func ("/figures-gradients/linear-ages", test_linear_ages);
  g_test_add_func ("/figures-gradients/colours-of-several", test_colours_of_several);
  status = g_test_run ();
  tear_down ();
  return status;
}
