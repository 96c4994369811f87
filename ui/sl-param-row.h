/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* What a row shows. Strings are copied and already translated; symbol and
 * unit are Pango markup. unit and tooltip may be "" or NULL. */
typedef struct {
  const char *name;    /* identity, never shown: "lg_qt" */
  const char *symbol;
  const char *title;
  const char *tooltip;
  const char *unit;
  double def, lo, hi;  /* default and range; lo < hi */
  double step;         /* a small keyboard step; ten of them are a large one */
  guint digits;        /* decimals shown, and to which the slider rounds */
} SlParamRowSpec;

/* One quantity with a name, a number to type, a slider, a way back to its
 * default and a thin bar for its pull on something else.
 *
 * Properties: "value" (double), "pull" (double, -1..1), "inactive-reason"
 * (string; not NULL: the row is dimmed and says why).
 *
 * Signals, all caused by the user and never by setting a property:
 *   "value-changed" (double value, gboolean interacting)
 *   "begin-drag", "end-drag": around every gesture: a drag of the slider, a
 *     run of keys. All "value-changed" between them belong together; those
 *     outside (typed, reset) stand alone and have interacting FALSE.
 *   "focused": the keyboard focus came into the row. */
#define SL_TYPE_PARAM_ROW (sl_param_row_get_type ())
G_DECLARE_FINAL_TYPE (SlParamRow, sl_param_row, SL, PARAM_ROW, GtkWidget)

GtkWidget *sl_param_row_new (const SlParamRowSpec *spec);
const char *sl_param_row_get_name (SlParamRow *self);

/* Shown as it is, also outside the range. Not a number: ignored. */
void sl_param_row_set_value (SlParamRow *self, double value);
double sl_param_row_get_value (SlParamRow *self);
/* New default and ends; the value stays. */
void sl_param_row_set_range (SlParamRow *self, double def, double lo, double hi);
void sl_param_row_set_pull (SlParamRow *self, double pull);
double sl_param_row_get_pull (SlParamRow *self);
void sl_param_row_set_inactive_reason (SlParamRow *self, const char *reason);
const char *sl_param_row_get_inactive_reason (SlParamRow *self);
/* TRUE between "begin-drag" and "end-drag". */
gboolean sl_param_row_get_interacting (SlParamRow *self);
