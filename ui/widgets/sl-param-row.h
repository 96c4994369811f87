/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* A value marked on the slider; label: Pango markup, or NULL. */
typedef struct {
  double value;
  const char *label;
} SlParamRowTick;

/* What a row shows. Strings are copied and already translated; symbol, units
 * and labels are Pango markup. Units and tooltips may be "" or NULL. */
typedef struct {
  const char *name;    /* identity, never shown: "lg_qt" */
  const char *symbol;
  const char *title;
  const char *tooltip;
  const char *unit;
  double def, lo, hi;  /* default and range; lo < hi */
  double step;         /* a plain keyboard step; also a tenth and ten times it */
  guint digits;        /* decimals shown, and to which the slider rounds */
  gboolean lg;         /* the value is the logarithm of a quantity with this unit, unless that is "dex" */
  /* In everyday words; simple_title NULL: as above. For a logarithm with a simple_unit, the entry then shows
   * the quantity times simple_factor. */
  const char *simple_title, *simple_tooltip, *simple_unit;
  double simple_factor;
} SlParamRowSpec;

/* A small sign beside the name. */
typedef enum { SL_PARAM_ROW_BADGE_NONE, SL_PARAM_ROW_BADGE_NOTE, SL_PARAM_ROW_BADGE_WARNING } SlParamRowBadge;

/* One quantity with a name, a number to type, a slider with marks, a way back
 * to its default, a lock and a thin bar for its sensitivity; more
 * on a menu.
 *
 * Properties: "value" (double), "sensitivity" (double, -1..1), "inactive-reason"
 * (string; not NULL: the row is dimmed and says why).
 *
 * Signals, all caused by the user and never by setting a property:
 *   "value-changed" (double value, gboolean interacting)
 *   "begin-drag", "end-drag": around every gesture: a drag of the slider, a
 *     series of keys. All "value-changed" between them belong together; those
 *     outside (typed, reset) are single changes with interacting FALSE.
 *   "focused": the keyboard focus came into the row.
 *   "lock-toggled" (gboolean): shown at once; a handler that disagrees sets it back.
 *   "gradient-requested", "strip-toggled": from the menu.
 *   "query-sensitivity" (returns a string or NULL): asks for the meaning of the bar, in
 *     Pango markup, when it is needed. */
#define SL_TYPE_PARAM_ROW (sl_param_row_get_type ())
G_DECLARE_FINAL_TYPE (SlParamRow, sl_param_row, SL, PARAM_ROW, GtkWidget)

GtkWidget *sl_param_row_new (const SlParamRowSpec *spec);
const char *sl_param_row_get_name (SlParamRow *self);

/* Shown as given, also outside the range. Not a number: ignored. */
void sl_param_row_set_value (SlParamRow *self, double value);
double sl_param_row_get_value (SlParamRow *self);
/* Other words: title, symbol, tooltips, unit, simple_*, lg; the rest of spec does not matter. */
void sl_param_row_set_words (SlParamRow *self, const SlParamRowSpec *spec);
/* New default and ends; the value stays. */
void sl_param_row_set_range (SlParamRow *self, double def, double lo, double hi);
/* Nearer ends of the slider alone, until the range changes; values up to the ends of the range can be
 * typed. */
void sl_param_row_set_ends (SlParamRow *self, double lo, double hi);
/* Marks on the slider; those outside the range are hidden. The default has a mark of its own on the other
 * side. */
void sl_param_row_set_ticks (SlParamRow *self, const SlParamRowTick *ticks, guint n);
/* Shows everyday words and quantities instead of the field's, and labels at the marks. */
void sl_param_row_set_simple (SlParamRow *self, gboolean simple);
gboolean sl_param_row_get_simple (SlParamRow *self);
/* Factor of the quantity in everyday words. */
void sl_param_row_set_simple_factor (SlParamRow *self, double factor);

void sl_param_row_set_sensitivity (SlParamRow *self, double sensitivity);
double sl_param_row_get_sensitivity (SlParamRow *self);
void sl_param_row_set_inactive_reason (SlParamRow *self, const char *reason);
const char *sl_param_row_get_inactive_reason (SlParamRow *self);
/* A locked row cannot be changed by the user. */
void sl_param_row_set_locked (SlParamRow *self, gboolean locked);
gboolean sl_param_row_get_locked (SlParamRow *self);
/* Whether the row has a lock; TRUE at first. */
void sl_param_row_set_lockable (SlParamRow *self, gboolean lockable);
/* text: the reason, for the tooltip; ignored for no badge. */
void sl_param_row_set_badge (SlParamRow *self, SlParamRowBadge badge, const char *text);
SlParamRowBadge sl_param_row_get_badge (SlParamRow *self);
/* Highlights the row: something shown elsewhere refers to it. */
void sl_param_row_set_marked (SlParamRow *self, gboolean marked);
gboolean sl_param_row_get_marked (SlParamRow *self);
/* Whether the menu offers the strip below the spectrum, and whether the parameter is on it. */
void sl_param_row_set_strip (SlParamRow *self, gboolean offered, gboolean shown);
/* TRUE between "begin-drag" and "end-drag". */
gboolean sl_param_row_get_interacting (SlParamRow *self);
