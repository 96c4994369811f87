/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/sl-observables.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define SL_DUAL_K 2
#include "model/sl-formula.h"
#include "model/sl-error.h"
#include "model/sl-observables-body.h"

/* Observables that take no argument. */
static const struct { const char *name, *label; SlObsKind kind; } plain_table[] = {
  { "lgmstar_formed", "lg <i>M</i><sub>★,formed</sub>", SL_OBS_LG_FORMED },
  { "lgmstar_surviving", "lg <i>M</i><sub>★</sub>", SL_OBS_LG_SURVIVING },
  { "lgsfr", "lg SFR", SL_OBS_LG_SFR },
};

static gboolean
unknown (const char *name, const char *what, GError **error)
{
  g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
               _ ("unknown observable “%s”: %s. Known are rest:SYSTEM/band, obs:SYSTEM/band, colours such as "
                  "rest:LSST/g-r, ew:OIII5007, ew:Hbeta, ew:Halpha, ew:OII3727, lgmstar_formed, lgmstar_surviving "
                  "and lgsfr"),
               name, what);
  return FALSE;
}

gboolean
sl_observable_parse (const SlFilterSet *filters, const char *name, SlObservable *observable, GError **error)
{
  g_auto (GStrv) part = NULL;
  g_autofree char *system = NULL;
  const char *body, *slash;

  memset (observable, 0, sizeof *observable);
  observable->functional[0] = observable->functional[1] = -1;
  for (guint i = 0; i < G_N_ELEMENTS (plain_table); i++)
    if (strcmp (name, plain_table[i].name) == 0)
      {
        observable->kind = plain_table[i].kind;
        return TRUE;
      }
  if (g_str_has_prefix (name, "ew:"))
    {
      observable->kind = SL_OBS_WIDTH;
      observable->line = sl_line_window_find (name + 3);
      return observable->line ? TRUE : unknown (name, _ ("no such line"), error);
    }
  if (g_str_has_prefix (name, "rest:"))
    body = name + 5;
  else if (g_str_has_prefix (name, "obs:"))
    body = name + 4, observable->observed = TRUE;
  else
    return unknown (name, _ ("it has no known prefix"), error);
  slash = strchr (body, '/');
  if (!slash)
    return unknown (name, _ ("a band is written SYSTEM/band"), error);
  system = g_strndup (body, slash - body);
  part = g_strsplit (slash + 1, "-", 3);
  if (g_strv_length (part) > 2)
    return unknown (name, _ ("a colour has two bands"), error);
  observable->kind = g_strv_length (part) == 2 ? SL_OBS_COLOUR : SL_OBS_MAGNITUDE;
  for (guint i = 0; part[i]; i++)
    {
      g_autofree char *filter = g_strconcat (system, "/", part[i], NULL);

      observable->band[i] = sl_filter_set_find (filters, filter);
      if (!observable->band[i])
        {
          g_autofree char *what = g_strdup_printf (_ ("no filter “%s” in %s"), filter, filters->path);
          return unknown (name, what, error);
        }
    }
  return TRUE;
}

gboolean
sl_observable_label (const SlFilterSet *filters, const char *name, SlObservableLabel *label, GError **error)
{
  SlObservable o;

  memset (label, 0, sizeof *label);
  if (!sl_observable_parse (filters, name, &o, error))
    return FALSE;
  label->name = g_strdup (name);
  switch (o.kind)
    {
    case SL_OBS_MAGNITUDE:
      label->label = g_markup_printf_escaped ("<i>%s</i>", o.band[0]->band);
      label->unit = "mag";
      break;
    case SL_OBS_COLOUR:
      label->label = g_markup_printf_escaped ("<i>%s</i> − <i>%s</i>", o.band[0]->band, o.band[1]->band);
      label->unit = "mag";
      break;
    case SL_OBS_WIDTH:
      label->label = g_markup_printf_escaped ("<i>W</i>(%s)", o.line->label);
      label->unit = "Å";
      break;
    case SL_OBS_LG_FORMED:
    case SL_OBS_LG_SURVIVING:
    case SL_OBS_LG_SFR:
      label->unit = o.kind == SL_OBS_LG_SFR ? "M☉/yr" : "M☉";
      for (guint i = 0; i < G_N_ELEMENTS (plain_table); i++)
        if (plain_table[i].kind == o.kind)
          label->label = g_strdup (plain_table[i].label);
      break;
    }
  return TRUE;
}

void
sl_observable_label_clear (SlObservableLabel *label)
{
  g_clear_pointer (&label->name, g_free);
  g_clear_pointer (&label->label, g_free);
}

/* Index of the row, added where it is new. */
static int
plan_row (SlPlan *plan, SlPlanKind kind, const SlFilter *filter, const SlLineWindow *line)
{
  for (guint i = 0; i < plan->n_rows; i++)
    if (plan->rows[i].kind == kind && plan->rows[i].filter == filter && plan->rows[i].line == line)
      return i;
  plan->rows = g_renew (SlPlanRow, plan->rows, plan->n_rows + 1);
  plan->rows[plan->n_rows] = (SlPlanRow){ .kind = kind, .filter = filter, .line = line };
  return plan->n_rows++;
}

void
sl_plan_add (SlPlan *plan, SlObservable *o, const double *wave, guint n_wave)
{
  for (int i = 0; i < 2 && o->band[i]; i++)
    {
      SlPlanRow *row;

      o->functional[i] = plan_row (plan, o->observed ? SL_PLAN_OBSERVED_BAND : SL_PLAN_BAND, o->band[i], NULL);
      row = &plan->rows[o->functional[i]];
      if (row->f.k)
        continue;
      row->ab = sl_filter_ab_integral (o->band[i]);
      if (o->observed)
        sl_functional_init_observed_band (&row->f, o->band[i]);
      else
        sl_functional_init_band (&row->f, o->band[i], wave, n_wave);
    }
  if (o->line)
    {
      SlFunctional line, continuum;

      if (!sl_functional_init_line (&line, &continuum, o->line, wave, n_wave, NULL))
        {
          o->absent = TRUE;
          return;
        }
      o->functional[0] = plan_row (plan, SL_PLAN_LINE, NULL, o->line);
      o->functional[1] = plan_row (plan, SL_PLAN_CONTINUUM, NULL, o->line);
      if (plan->rows[o->functional[0]].f.k)
        {
          sl_functional_clear (&line);
          sl_functional_clear (&continuum);
          return;
        }
      plan->rows[o->functional[0]].f = line;
      plan->rows[o->functional[1]].f = continuum;
    }
  if (o->kind == SL_OBS_LG_SURVIVING)
    o->functional[0] = plan_row (plan, SL_PLAN_SURVIVING, NULL, NULL);
}

void
sl_plan_clear (SlPlan *plan)
{
  for (guint i = 0; i < plan->n_rows; i++)
    sl_functional_clear (&plan->rows[i].f);
  g_clear_pointer (&plan->rows, g_free);
  plan->n_rows = 0;
}

double
sl_observable_value (const SlObservable *o, const SlPlan *plan, const double phi[2], double dimming, double slope[2])
{
  const SlDual x[2] = { { .v = phi[0], .d = { 1.0, 0.0 } }, { .v = phi[1], .d = { 0.0, 1.0 } } };
  SlDual y = observable_of (o, plan, x);

  if (o->kind == SL_OBS_MAGNITUDE && o->observed)
    y = add (y, dimming);
  slope[0] = isnan (y.v) ? NAN : y.d[0];
  slope[1] = isnan (y.v) ? NAN : y.d[1];
  return y.v;
}
