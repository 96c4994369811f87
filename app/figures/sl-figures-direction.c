/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gradient directions: one parameter or several tied ones, and derivatives along them. */
#include "app/figures/sl-figures-direction.h"
#include "app/figures/sl-param-labels.h"

#include <string.h>

#include <glib/gi18n.h>

/* Names of pairs of tied parameters, and of those that dust laws mean something else by. */
static const struct {
  SlParamId a, b;
  const char *symbol, *title;
  int law; /* SlDustLaw + 1; 0: any */
} pair_table[] = {
  { SL_PARAM_AV_YOUNG, SL_PARAM_AV_OLD, "<i>A</i><sub>V</sub>", N_ ("Dust of clouds and before all stars"),
    SL_DUST_CHARLOT_FALL + 1 },
  { SL_PARAM_DELTA_YOUNG, SL_PARAM_DELTA_OLD, "<i>n</i>", N_ ("Slope n of clouds and before all stars"),
    SL_DUST_CHARLOT_FALL + 1 },
  { SL_PARAM_DELTA_YOUNG, SL_PARAM_DELTA_OLD, "<i>n</i>", N_ ("Slope n of the dust before all stars"),
    SL_DUST_POWER_LAW + 1 },
  { SL_PARAM_LG_DROP, SL_PARAM_LG_REJUV, "lg <i>q</i><sub>drop</sub>", N_ ("Level after quenching") },
  { SL_PARAM_LGMET_YOUNG, SL_PARAM_LGMET_OLD, "lg <i>Z</i>", N_ ("Metals of all stars") },
  { SL_PARAM_AV_YOUNG, SL_PARAM_AV_OLD, "<i>A</i><sub>V</sub>", N_ ("Dust before all stars") },
  { SL_PARAM_DELTA_YOUNG, SL_PARAM_DELTA_OLD, "<i>δ</i>", N_ ("Slope of the dust before all stars") },
};

static SlFigureDirection
direction (const SlGalaxy *galaxy, SlParamId gradient, SlParamSet tied)
{
  SlFigureDirection self = { .along = { gradient }, .n = 1, .law = galaxy->dust_law };

  for (int p = 0; p < SL_N_PARAMS; p++)
    if (sl_param_set_has (tied, p) && p != (int) gradient)
      self.along[self.n++] = p;
  return self;
}

SlFigureDirection
sl_figure_direction (const SlFigureOptions *options)
{
  return direction (options->galaxy, options->gradient, options->tied);
}

SlFigureDirection
sl_figure_direction_of (const SlFigureOptions *options, SlParamId parameter)
{
  return direction (options->galaxy, parameter, sl_param_set_none ());
}

/* Row of pair_table, or -1. */
static int
find_pair (const SlFigureDirection *self)
{
  for (guint i = 0; self->n == 2 && i < G_N_ELEMENTS (pair_table); i++)
    if ((!pair_table[i].law || pair_table[i].law == (int) self->law + 1)
        && ((pair_table[i].a == self->along[0] && pair_table[i].b == self->along[1])
            || (pair_table[i].a == self->along[1] && pair_table[i].b == self->along[0])))
      return (int) i;
  return -1;
}

/* Names or symbols of all parameters, joined. */
static char *
join (const SlFigureDirection *self, gboolean names, const char *between)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    {
      const SlParamId id = self->along[i];

      g_string_append_printf (text, "%s%s", i ? between : "",
                              names ? sl_param_info (id)->name
                                    : sl_param_label_by_law (self->law, id)->symbol);
    }
  return g_string_free (text, FALSE);
}

char *
sl_figure_direction_symbol (const SlFigureDirection *self)
{
  const int pair = find_pair (self);
  g_autofree char *all = NULL;

  if (pair >= 0)
    return g_strdup (pair_table[pair].symbol);
  all = join (self, FALSE, ", ");
  return self->n > 1 ? g_strdup_printf ("(%s)", all) : g_steal_pointer (&all);
}

char *
sl_figure_direction_names (const SlFigureDirection *self)
{
  return join (self, TRUE, " + ");
}

char *
sl_figure_direction_markup (const char *what, const SlFigureDirection *self)
{
  g_autofree char *symbol = sl_figure_direction_symbol (self);

  return g_strdup_printf ("∂%s/∂%s%s", what, g_str_has_prefix (symbol, "lg ") ? "\u2009" : "", symbol);
}

static const char *
parameter_unit (SlParamId parameter)
{
  const SlParamInfo *info = sl_param_info (parameter);

  return info->lg ? "dex" : info->unit;
}

char *
sl_figure_direction_unit (const char *unit, const SlFigureDirection *self)
{
  const char *of = parameter_unit (self->along[0]);

  for (guint i = 1; i < self->n; i++)
    if (strcmp (of, parameter_unit (self->along[i])) != 0)
      of = "";
  if (!*unit)
    return *of ? g_strdup_printf ("1/%s", of) : g_strdup ("");
  return *of ? g_strdup_printf ("%s/%s", unit, of) : g_strdup (unit);
}

/* The same without an SlFigureDirection. */

char *
sl_figure_gradient_symbol (const SlGalaxy *galaxy, SlParamId gradient, SlParamSet tied)
{
  const SlFigureDirection self = direction (galaxy, gradient, tied);

  return sl_figure_direction_symbol (&self);
}

char *
sl_figure_gradient_title (const SlGalaxy *galaxy, SlParamId gradient, SlParamSet tied)
{
  const SlFigureDirection self = direction (galaxy, gradient, tied);
  const int pair = find_pair (&self);
  GString *text;

  if (pair >= 0)
    return g_strdup (_ (pair_table[pair].title));
  text = g_string_new (NULL);
  for (guint i = 0; i < self.n; i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "",
                            _ (sl_param_label_by_law (self.law, self.along[i])->title));
  return g_string_free (text, FALSE);
}

/* ---------------------------------------------------------------- slopes */

static void
add_to (double *sum, const double *more, gsize n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += more[i];
}

double *
sl_figure_direction_slope (const SlFigureDirection *self, const SlResult *result, gsize row)
{
  const guint n = result->n_epochs;
  double *sum = g_memdup2 (result->hist_jac + (row * SL_N_PARAMS + self->along[0]) * n, n * sizeof *sum);

  for (guint i = 1; i < self->n; i++)
    add_to (sum, result->hist_jac + (row * SL_N_PARAMS + self->along[i]) * n, n);
  return sum;
}

void
sl_figure_direction_history (const SlFigureDirection *self, const SlTemplates *templates,
                             const SlGalaxy *galaxy, SlSfhCurve *out)
{
  sl_distribution_sfh (templates, galaxy, self->along[0], out);
  for (guint i = 1; i < self->n; i++)
    {
      g_auto (SlSfhCurve) more = { 0 };

      sl_distribution_sfh (templates, galaxy, self->along[i], &more);
      add_to (out->dsfr, more.dsfr, out->n);
    }
}

void
sl_figure_direction_ages (const SlFigureDirection *self, const SlTemplates *templates, const SlGalaxy *galaxy,
                          const double *epochs, guint n, SlAgeDistribution *out)
{
  sl_distribution_ages (templates, galaxy, self->along[0], epochs, n, out);
  for (guint i = 1; i < self->n; i++)
    {
      g_auto (SlAgeDistribution) more = { 0 };

      sl_distribution_ages (templates, galaxy, self->along[i], epochs, n, &more);
      add_to (out->dt, more.dt, n);
      add_to (out->dweight, more.dweight, (gsize) n * out->n_age);
      add_to (out->ddensity, more.ddensity, (gsize) n * out->n_age);
      add_to (out->dmean, more.dmean, n);
      add_to (out->dlgm, more.dlgm, n);
    }
}

void
sl_figure_direction_metals (const SlFigureDirection *self, const SlTemplates *templates,
                            const SlGalaxy *galaxy, SlMetalDistribution *out)
{
  sl_distribution_metals (templates, galaxy, self->along[0], out);
  for (guint i = 1; i < self->n; i++)
    {
      g_auto (SlMetalDistribution) more = { 0 };

      sl_distribution_metals (templates, galaxy, self->along[i], &more);
      add_to (out->dmu, more.dmu, out->n_age);
      add_to (out->dweight, more.dweight, (gsize) out->n_age * out->n_met);
      out->dscatter += more.dscatter;
    }
}

void
sl_figure_direction_gas (const SlFigureDirection *self, const SlTemplates *templates, const SlGalaxy *galaxy,
                         SlGasDistribution *out)
{
  sl_distribution_gas (templates, galaxy, self->along[0], out);
  for (guint i = 1; i < self->n; i++)
    {
      g_auto (SlGasDistribution) more = { 0 };

      sl_distribution_gas (templates, galaxy, self->along[i], &more);
      out->dmean += more.dmean;
      out->dscatter += more.dscatter;
      if (out->n_lgu)
        add_to (out->dweight, more.dweight, out->n_lgu);
    }
}

void
sl_figure_direction_attenuation (const SlFigureDirection *self, const SlGalaxy *galaxy, SlDustCurveKind what,
                                 const double *lg_age, guint n_age, const double *wave, guint n,
                                 double *value, double *derivative)
{
  const gsize size = (gsize) n_age * n;
  g_autofree double *again = NULL, *more = NULL;

  sl_distribution_attenuation (galaxy, self->along[0], what, lg_age, n_age, wave, n, value, derivative);
  if (self->n < 2)
    return;
  again = g_new (double, size);
  more = g_new (double, size);
  for (guint i = 1; i < self->n; i++)
    {
      sl_distribution_attenuation (galaxy, self->along[i], what, lg_age, n_age, wave, n, again, more);
      add_to (derivative, more, size);
    }
}
