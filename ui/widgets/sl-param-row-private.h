/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/widgets/sl-param-row.h"

/* Shared by the files of the row: sl-param-row.c (object, state), -face.c (what it shows), -input.c,
 * -menu.c. */

/* Texts of the row, in the field's words and in everyday ones. */
typedef struct {
  char *title, *tooltip, *unit, *unit_text; /* unit: markup; unit_text: without it */
} SlParamRowWords;

struct _SlParamRow {
  GtkWidget parent_instance;

  GtkWidget *line, *badge, *symbol, *title, *entry, *unit;
  GtkWidget *body, *scale, *reason, *sensitivity, *reset, *lock;
  GtkWidget *menu; /* while the menu is open */
  GtkWidget *tip;  /* label of the tooltip; owned, NULL before its first use */
  GtkAdjustment *adjustment;
  GSimpleActionGroup *actions; /* of the menu, made when it is first opened */

  char *name, *title_markup, *inactive_reason, *badge_text;
  SlParamRowWords words[2]; /* [simple] */
  double value, def, lo, hi, step, simple_factor;
  double slider_lo, slider_hi; /* within lo and hi */
  guint digits;
  gboolean lg, has_simple, simple, locked, marked, strip_offered, strip_shown, updating;
  SlParamRowBadge badge_kind;
  SlParamRowTick *ticks; /* (n_ticks), labels owned */
  guint n_ticks;

  guint key_rest_id, hint_id;
  gboolean interacting, button_down;
  guint32 knob_press_time; /* of a press on the knob that may become a double click; 0: none */
};

/* --- sl-param-row.c */
void sl_param_row_store (SlParamRow *self, double value);
/* Emits a signal without arguments. */
typedef enum {
  SL_PARAM_ROW_BEGIN_DRAG,
  SL_PARAM_ROW_END_DRAG,
  SL_PARAM_ROW_FOCUSED,
  SL_PARAM_ROW_GRADIENT,
  SL_PARAM_ROW_STRIP,
} SlParamRowEvent;
void sl_param_row_emit (SlParamRow *self, SlParamRowEvent event);
void sl_param_row_emit_value (SlParamRow *self);
/* Toggles the lock, for the user. */
void sl_param_row_toggle_lock (SlParamRow *self);
/* Asks for the meaning of the sensitivity bar; g_free; NULL: unknown. */
char *sl_param_row_ask_sensitivity (SlParamRow *self);

/* --- sl-param-row-face.c */
void sl_param_row_clear_words (SlParamRow *self);
/* Puts the words and marks on the row. */
void sl_param_row_show_words (SlParamRow *self);
void sl_param_row_show_marks (SlParamRow *self);
/* Again where the size of the text has become known. */
void sl_param_row_keep_marks_inside (SlParamRow *self);
/* The number shown in the entry; g_free. */
char *sl_param_row_text (SlParamRow *self);
void sl_param_row_show_value (SlParamRow *self);
/* TRUE where the entry shows the quantity and the value is its logarithm. */
gboolean sl_param_row_shows_quantity (SlParamRow *self);
/* Shows a hint about the input for a while, in place of the title so that nothing moves. */
void sl_param_row_show_hint (SlParamRow *self, const char *css_class, const char *text);
void sl_param_row_hide_hint (SlParamRow *self);
gboolean sl_param_row_query_tooltip (SlParamRow *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip);
/* A number of the row in short form; g_free. */
char *sl_param_row_short_number (SlParamRow *self, double value);

/* --- sl-param-row-input.c */
/* Connects the entry and the slider. */
void sl_param_row_add_input (SlParamRow *self);
void sl_param_row_end_interaction (SlParamRow *self);
void sl_param_row_reset (SlParamRow *self);

/* --- sl-param-row-menu.c */
void sl_param_row_add_menu (SlParamRow *self);
