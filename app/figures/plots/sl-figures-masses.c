/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Living and remnant mass of an SSP by age and initial mass function, by the fits of DSPS [its Figs A1, A2].
 * What the paper calls surviving is living stars and remnants. */
#include "app/figures/sl-figures-distributions.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/ssp/sl-imf.h"

#define N_AGES 200
#define LG_AGE_LO -3.0 /* Gyr: the first supernovae */
#define LG_AGE_HI 1.1398790864012365

static const struct {
  const char *name, *title;
  SlColour colour;
  SlDash dash;
  double label_x;
} imf_table[] = {
  { "salpeter", N_ ("Salpeter"), SL_COLOUR_VERMILLION, SL_DASH_DASHED, 0.6 },
  { "kroupa", N_ ("Kroupa"), SL_COLOUR_GREEN, SL_DASH_DASHDOT, 0.02 },
  { "chabrier", N_ ("Chabrier"), SL_COLOUR_BLUE, SL_DASH_SOLID, 0.1 },
  { "van_dokkum", N_ ("van Dokkum"), SL_COLOUR_PURPLE, SL_DASH_DOTTED, 3.0 },
};

static const SlFigureValue imf_values[] = {
  { .name = "all", .title = N_ ("All") }, { .name = "salpeter", .title = N_ ("Salpeter") },
  { .name = "kroupa", .title = N_ ("Kroupa") }, { .name = "chabrier", .title = N_ ("Chabrier") },
  { .name = "van_dokkum", .title = N_ ("van Dokkum") }, { NULL },
};
G_STATIC_ASSERT (G_N_ELEMENTS (imf_values) == G_N_ELEMENTS (imf_table) + 2);
enum { SHOW_BOTH, SHOW_SURVIVING, SHOW_REMNANTS, SHOW_LIVING };
static const SlFigureValue show_values[] = {
  [SHOW_BOTH] = { .name = "both", .title = N_ ("Living + remnants, and remnants") },
  [SHOW_SURVIVING] = { .name = "surviving", .title = N_ ("Living + remnants") },
  [SHOW_REMNANTS] = { .name = "remnants", .title = N_ ("Remnants") },
  [SHOW_LIVING] = { .name = "living", .title = N_ ("Living stars") }, { NULL },
};
enum { CHOICE_IMF, CHOICE_SHOW };
static const SlFigureChoice choices[] = {
  [CHOICE_IMF] = { "imf", N_ ("Initial mass function"), imf_values },
  [CHOICE_SHOW] = { "show", N_ ("Show"), show_values }, { NULL },
};

/* Panels: the fractions of an SSP's mass; the choices that show them, by bits. */
static const struct {
  guint shown;
  double share, lo, hi;
  const char *axis;
  double (*part) (const SlImf *imf, double lg_age);
} part_table[] = {
  { 1 << SHOW_BOTH | 1 << SHOW_SURVIVING, 1.0, 0.5, 1.02, N_ ("living + remnants"), sl_imf_surviving },
  { 1 << SHOW_BOTH | 1 << SHOW_REMNANTS, 0.8, 0.0, 0.2, N_ ("in remnants"), sl_imf_remnant },
  { 1 << SHOW_LIVING, 1.0, 0.3, 1.02, N_ ("living stars"), sl_imf_living },
};

/* All curves of a panel; the chosen one, if any, is drawn last and in colour. */
static void
add_curves (SlPlot *plot, guint panel, guint chosen, double (*part) (const SlImf *imf, double lg_age))
{
  for (guint k = 0; k <= G_N_ELEMENTS (imf_table); k++)
    {
      const guint i = k < G_N_ELEMENTS (imf_table) ? k : chosen - 1;
      const gboolean faint = chosen && k < G_N_ELEMENTS (imf_table);
      const SlImf *imf;
      double x[N_AGES], y[N_AGES];

      /* The chosen one is drawn after the others only. */
      if (chosen ? (k == chosen - 1) : k == G_N_ELEMENTS (imf_table))
        continue;
      imf = sl_imf_find (imf_table[i].name);
      for (guint j = 0; j < N_AGES; j++)
        {
          double lg_age = LG_AGE_LO + (LG_AGE_HI - LG_AGE_LO) * j / (N_AGES - 1);

          x[j] = pow (10.0, lg_age);
          y[j] = part (imf, lg_age);
        }
      sl_plot_add_series (plot, panel, x, y, N_AGES,
                          &(SlSeriesOptions) {
                              .name = _ (imf_table[i].title),
                              .label = faint ? NULL : _ (imf_table[i].title),
                              .label_x = imf_table[i].label_x,
                              .stroke = { faint ? SL_COLOUR_FAINT : imf_table[i].colour, 0.0,
                                          faint ? 0.75 : 1.25, imf_table[i].dash },
                              .unit = "",
                          });
    }
}

/* Mean age of the galaxy's stars, weighted by the mass that formed. */
static double
mean_age (const SlResult *result)
{
  double sum = 0.0;

  for (guint a = 0; a < result->n_age; a++)
    sum += result->age_weight[a] * pow (10.0, result->lg_age[a]);
  return sum;
}

static SlPlot *
make_masses (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
             const SlFigureOptions *options)
{
  static const SlStroke stroke = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_SOLID };
  SlPlot *plot = sl_plot_new (options->title);
  const double now = mean_age (result);
  const guint chosen = MIN (options->choice[CHOICE_IMF], G_N_ELEMENTS (imf_table)),
              show = options->choice[CHOICE_SHOW];
  gboolean first = TRUE;

  sl_plot_set_x (plot, SL_SCALE_LOG, pow (10.0, LG_AGE_LO), pow (10.0, LG_AGE_HI),
                 _ ("age of the SSP [Gyr]"));
  sl_plot_set_link (plot, SL_FIGURE_LINK_AGE, 1.0);
  for (guint k = 0; k < G_N_ELEMENTS (part_table); k++)
    {
      guint panel;

      if (!(part_table[k].shown >> show & 1))
        continue;
      panel = sl_plot_add_panel (plot, part_table[k].share);
      sl_plot_set_y (plot, panel, SL_SCALE_LINEAR, part_table[k].lo, part_table[k].hi,
                     _ (part_table[k].axis));
      if (now > 0.0)
        sl_plot_add_vline (plot, panel, now, &stroke, first ? _ ("mean age of this galaxy") : NULL);
      add_curves (plot, panel, chosen, part_table[k].part);
      first = FALSE;
    }
  sl_plot_set_caption (plot, _ (info->description));
  return plot;
}

const SlFigureInfo sl_figure_kind_masses = {
  .name = "masses",
  .title = N_ ("Living stars and remnants"),
  .description =
      N_ ("Fraction of the mass formed in an SSP that is left in living stars and remnants, and in remnants "
          "alone, by age; the rest has returned to the gas"),
  .furniture_mm = 20.0,
  .aspect = 0.8,
  .choices = choices,
  .make = make_masses,
};
