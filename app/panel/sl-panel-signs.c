/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rows show beside their number: sensitivities, limits, ticks, the parameter of the gradient. */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/figures/sl-param-labels.h"
#include "app/panel/sl-panel-private.h"
#include "app/panel/sl-param-marks.h"
#include "model/engine/sl-limits.h"
#include "ui/widgets/sl-number.h"

/* More than the number of rules. */
#define MOST_LIMITS 64

static SlParamId
id_of (SlParamRow *row)
{
  return sl_param_lookup (sl_param_row_get_name (row));
}

/* --- sensitivities -------------------------------------------------------- */

static double
sensitivity_of (SlPanel *self, SlParamId id)
{
  double lo, hi;

  sl_limits_range (sl_session_get_galaxy (self->session), self->templates, id, &lo, &hi);
  return isfinite (self->derivative[id]) ? self->derivative[id] * (hi - lo) : 0.0;
}

/* "∂(g − r)/∂lg t_q × range = −0.23 mag" */
static char *
query_sensitivity_cb (SlParamRow *row, SlPanel *self)
{
  const SlParamId id = id_of (row);
  g_autofree char *number = NULL, *label = NULL, *unit = NULL;
  const char *symbol;
  double sensitivity;

  if (!self->sensitivity_label)
    return NULL;
  sensitivity = sensitivity_of (self, id);
  number = sl_number_format_short (sensitivity);
  label = g_markup_escape_text (self->sensitivity_label, -1);
  unit = g_markup_escape_text (self->sensitivity_unit, -1);
  symbol = sl_param_label_of (sl_session_get_galaxy (self->session), id)->symbol;
  return g_strdup_printf ("∂(%s)/∂(%s) × %s = %s%s%s%s", label, symbol, _ ("range"),
                          sensitivity > 0.0 ? "+" : "", number, *unit ? " " : "", unit);
}

void
sl_panel_set_sensitivities (SlPanel *self, const double *derivative, const char *label, const char *unit)
{
  double top = 0.0;

  if (derivative)
    memcpy (self->derivative, derivative, sizeof self->derivative);
  else
    memset (self->derivative, 0, sizeof self->derivative);
  if (!derivative)
    label = NULL;
  if (g_strcmp0 (self->sensitivity_label, label) != 0)
    {
      g_free (self->sensitivity_label);
      self->sensitivity_label = g_strdup (label);
    }
  if (g_strcmp0 (self->sensitivity_unit, unit ? unit : "") != 0)
    {
      g_free (self->sensitivity_unit);
      self->sensitivity_unit = g_strdup (unit ? unit : "");
    }
  for (int i = 0; i < SL_N_PARAMS; i++)
    top = MAX (top, fabs (sensitivity_of (self, i)));
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      const double sensitivity = sensitivity_of (self, i);

      sl_param_row_set_sensitivity (
        self->row[i], top > 0.0 ? copysign (sqrt (fabs (sensitivity) / top), sensitivity) : 0.0);
    }
}

/* --- limits --------------------------------------------------------------- */

void
sl_panel_update_signs (SlPanel *self)
{
  SlLimit limit[MOST_LIMITS];
  const SlLimit *of[SL_N_PARAMS] = { NULL };
  guint n = sl_limits_check (sl_session_get_galaxy (self->session), self->templates, limit, MOST_LIMITS);

  /* The first limit of a parameter is the most severe. */
  for (guint i = 0; i < MIN (n, MOST_LIMITS); i++)
    if (!of[limit[i].id])
      of[limit[i].id] = &limit[i];
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      g_autofree char *text = of[i] ? sl_limit_text (of[i]) : NULL;

      sl_param_row_set_badge (self->row[i], !of[i]                           ? SL_PARAM_ROW_BADGE_NONE
                                            : of[i]->kind == SL_LIMIT_GRID ? SL_PARAM_ROW_BADGE_WARNING
                                                                             : SL_PARAM_ROW_BADGE_NOTE,
                              text);
    }
}

void
sl_panel_update_marked (SlPanel *self)
{
  for (int i = 0; i < SL_N_PARAMS; i++)
    sl_param_row_set_marked (self->row[i], i == (int) sl_session_get_gradient (self->session));
}

/* --- ticks on sliders ------------------------------------------------------ */

void
sl_panel_update_ticks (SlPanel *self)
{
  const double zsun = self->templates && self->templates->zsun > 0.0 ? self->templates->zsun : 0.0;

  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      const SlParamMarks *marks = sl_param_marks_of (sl_session_get_galaxy (self->session), i);
      g_autofree SlParamRowTick *ticks = g_new0 (SlParamRowTick, marks->n_ticks + 1);
      gboolean relative = FALSE;
      guint n = 0;

      for (guint k = 0; k < marks->n_ticks; k++)
        {
          const SlParamTick *tick = &marks->ticks[k];

          relative |= tick->relative;
          /* The library defines the metals of the Sun: without one these ticks have no position. */
          if (tick->relative && zsun == 0.0)
            continue;
          ticks[n++] = (SlParamRowTick) { tick->value + (tick->relative ? log10 (zsun) : 0.0),
                                          tick->label ? _ (tick->label) : NULL };
        }
      sl_param_row_set_ticks (self->row[i], ticks, n);
      if (relative && zsun > 0.0 && marks->simple_unit)
        sl_param_row_set_simple_factor (self->row[i], 1.0 / zsun);
    }
}

/* --- menus ---------------------------------------------------------------- */

static void
gradient_requested_cb (SlParamRow *row, SlPanel *self)
{
  sl_session_set_gradient (self->session, id_of (row));
}

static void
strip_toggled_cb (SlParamRow *row, SlPanel *self)
{
  const SlParamId id = id_of (row);
  const gboolean on = !sl_param_set_has (self->strip, id);
  SlParamSet shown = self->strip;

  if (on)
    sl_param_set_add (&shown, id);
  else
    sl_param_set_remove (&shown, id);
  sl_panel_set_strip (self, shown);
  if (self->strip_func)
    self->strip_func (id, on, self->strip_data);
}

void
sl_panel_set_strip (SlPanel *self, SlParamSet shown)
{
  self->strip = shown;
  for (int i = 0; i < SL_N_PARAMS; i++)
    sl_param_row_set_strip (self->row[i], self->strip_func != NULL, sl_param_set_has (shown, i));
}

void
sl_panel_set_strip_func (SlPanel *self, SlPanelStripFunc func, gpointer data)
{
  self->strip_func = func;
  self->strip_data = data;
  sl_panel_set_strip (self, self->strip);
}

void
sl_panel_connect_signs (SlPanel *self, SlParamId id)
{
  g_signal_connect (self->row[id], "query-sensitivity", G_CALLBACK (query_sensitivity_cb), self);
  g_signal_connect (self->row[id], "gradient-requested", G_CALLBACK (gradient_requested_cb), self);
  g_signal_connect (self->row[id], "strip-toggled", G_CALLBACK (strip_toggled_cb), self);
}

void
sl_panel_leave_signs (SlPanel *self)
{
  g_free (self->sensitivity_label);
  g_free (self->sensitivity_unit);
}
