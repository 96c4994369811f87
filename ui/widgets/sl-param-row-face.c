/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row shows: words, numbers, marks, hints, tooltips. */
#include <math.h>

#include <glib/gi18n.h>

#include "ui/widgets/sl-number.h"
#include "ui/widgets/sl-param-row-private.h"

#define HINT_MS 4000
/* A longer unit would misalign the numbers; it goes beside the title. */
#define UNIT_COLUMN_CHARS 4
#define TITLE_LINES 3
#define ENTRY_CHARS 6
#define TIP_CHARS 44
#define QUANTITY_CHARS 9

char *
sl_param_row_short_number (SlParamRow *self, double value)
{
  guint digits = 0;

  if (sl_param_row_shows_quantity (self))
    return sl_number_format_short (pow (10.0, value) * self->simple_factor);
  while (digits < self->digits
         && fabs (value * pow (10.0, digits) - round (value * pow (10.0, digits))) > 1e-9)
    digits++;
  return sl_number_format (value, digits);
}

gboolean
sl_param_row_shows_quantity (SlParamRow *self)
{
  return self->simple && self->lg && self->words[TRUE].unit != NULL;
}

char *
sl_param_row_text (SlParamRow *self)
{
  return sl_param_row_shows_quantity (self) ? sl_param_row_short_number (self, self->value)
                                            : sl_number_format (self->value, self->digits);
}

static const SlParamRowWords *
words_of (SlParamRow *self)
{
  return &self->words[self->simple && self->has_simple];
}

/* Older versions of GTK do not tell screen readers the text of a value, and the number may be the logarithm
 * of what the entry shows: the description begins with it. */
static void
speak_value (SlParamRow *self)
{
  const char *help = self->badge_text ? self->badge_text : words_of (self)->tooltip;
  const char *unit = words_of (self)->unit_text;
  g_autofree char *text = sl_param_row_text (self);
  g_autofree char *spoken = unit && *unit ? g_strdup_printf ("%s %s", text, unit) : g_strdup (text);
  g_autofree char *description = help && *help ? g_strdup_printf ("%s. %s", spoken, help) : g_strdup (spoken);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, spoken,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

void
sl_param_row_show_value (SlParamRow *self)
{
  g_autofree char *text = sl_param_row_text (self);

  if (g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (self->entry))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  speak_value (self);
}

/* --- words ---------------------------------------------------------------- */

static void
clear_words (SlParamRowWords *words)
{
  g_clear_pointer (&words->title, g_free);
  g_clear_pointer (&words->tooltip, g_free);
  g_clear_pointer (&words->unit, g_free);
  g_clear_pointer (&words->unit_text, g_free);
}

static void
take_words (SlParamRowWords *words, const char *title, const char *tooltip, const char *unit)
{
  clear_words (words);
  words->title = g_strdup (title);
  words->tooltip = g_strdup (tooltip ? tooltip : "");
  words->unit = g_strdup (unit);
  if (!unit || !pango_parse_markup (unit, -1, 0, NULL, &words->unit_text, NULL, NULL))
    words->unit_text = g_strdup ("");
}

void
sl_param_row_set_words (SlParamRow *self, const SlParamRowSpec *spec)
{
  const char *unit = spec->unit ? spec->unit : "";

  self->lg = spec->lg;
  self->has_simple = spec->simple_title != NULL;
  self->simple_factor = spec->simple_factor > 0.0 ? spec->simple_factor : 1.0;
  take_words (&self->words[FALSE], spec->title, spec->tooltip, unit);
  if (self->has_simple)
    take_words (&self->words[TRUE], spec->simple_title, spec->simple_tooltip,
                self->lg ? spec->simple_unit : unit);
  gtk_label_set_markup (GTK_LABEL (self->symbol), spec->symbol);
  sl_param_row_show_words (self);
}

void
sl_param_row_clear_words (SlParamRow *self)
{
  for (int i = 0; i < 2; i++)
    clear_words (&self->words[i]);
  g_free (self->title_markup);
}

/* The name for screen readers says what the number is: "Quenching time, logarithm, in Gyr". */
static char *
spoken_name (SlParamRow *self)
{
  const SlParamRowWords *words = words_of (self);
  g_autoptr (GString) name = g_string_new (words->title);

  if (self->lg && !sl_param_row_shows_quantity (self))
    g_string_append_printf (name, ", %s", _ ("logarithm"));
  if (*words->unit_text)
    {
      g_autofree char *unit = g_strdup_printf (_ ("in %s"), words->unit_text);

      g_string_append_printf (name, ", %s", unit);
    }
  return g_strdup (name->str);
}

static void
name_parts (SlParamRow *self)
{
  const SlParamRowWords *words = words_of (self);
  g_autofree char *name = spoken_name (self), *number = g_strdup_printf (_ ("%s, number"), name);
  g_autofree char *reset = g_strdup_printf (_ ("Reset %s"), words->title);
  g_autofree char *lock = g_strdup_printf (self->locked ? _ ("Unlock %s") : _ ("Lock %s"), words->title);

  gtk_widget_set_tooltip_text (self->reset, reset);
  gtk_widget_set_tooltip_text (self->lock, lock);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words->title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  speak_value (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, number, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset), GTK_ACCESSIBLE_PROPERTY_LABEL, reset, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->lock), GTK_ACCESSIBLE_PROPERTY_LABEL, lock, -1);
}

void
sl_param_row_show_words (SlParamRow *self)
{
  const SlParamRowWords *words = words_of (self);
  g_autofree char *title = g_markup_escape_text (words->title, -1);
  const char *unit = words->unit ? words->unit : "";
  const int chars = sl_param_row_shows_quantity (self) ? QUANTITY_CHARS : ENTRY_CHARS;

  g_free (self->title_markup);
  if (g_utf8_strlen (words->unit_text, -1) > UNIT_COLUMN_CHARS)
    {
      self->title_markup = g_strdup_printf ("%s <span alpha='80%%' size='smaller'>[%s]</span>", title, unit);
      unit = "";
    }
  else
    self->title_markup = g_strdup (title);
  if (self->hint_id == 0)
    {
      gtk_label_set_lines (GTK_LABEL (self->title), TITLE_LINES);
      gtk_label_set_markup (GTK_LABEL (self->title), self->title_markup);
    }
  gtk_label_set_markup (GTK_LABEL (self->unit), unit);
  gtk_label_set_width_chars (GTK_LABEL (self->unit), UNIT_COLUMN_CHARS);
  g_object_set (self->entry, "width-chars", chars, "max-width-chars", chars, NULL);
  gtk_widget_set_visible (self->symbol, words == &self->words[FALSE]);
  name_parts (self);
}

/* --- marks ---------------------------------------------------------------- */

/* How far a mark's label may reach to the left of its slider, px. */
#define MOST_LEFT 20

static GtkWidget *
first_label (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LABEL (widget) ? widget : NULL;

  for (GtkWidget *c = gtk_widget_get_first_child (widget); c && !found; c = gtk_widget_get_next_sibling (c))
    found = first_label (c);
  return found;
}

/* GTK centres labels at their marks. A long word at the slider's beginning, or large text, would be cut at
 * the panel's edge: space before it moves it to the right. */
void
sl_param_row_keep_marks_inside (SlParamRow *self)
{
  GtkWidget *label = first_label (self->scale);
  int width = 0;

  if (!label || self->n_ticks == 0 || self->ticks[0].value != self->slider_lo || !self->ticks[0].label)
    return;
  gtk_widget_set_margin_start (label, 0);
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_set_margin_start (label, MAX (width - 2 * MOST_LEFT, 0));
}

void
sl_param_row_show_marks (SlParamRow *self)
{
  GtkScale *scale = GTK_SCALE (self->scale);

  gtk_scale_clear_marks (scale);
  for (guint i = 0; i < self->n_ticks; i++)
    if (self->ticks[i].value >= self->slider_lo && self->ticks[i].value <= self->slider_hi)
      {
        g_autofree char *label =
            self->simple && self->ticks[i].label ? sl_number_in_locale (self->ticks[i].label) : NULL;
        g_autofree char *small = label ? g_strdup_printf ("<span size='smaller'>%s</span>", label) : NULL;

        gtk_scale_add_mark (scale, self->ticks[i].value, GTK_POS_BOTTOM, small);
      }
  gtk_scale_add_mark (scale, self->def, GTK_POS_TOP, NULL);
  sl_param_row_keep_marks_inside (self);
}

/* --- hints ---------------------------------------------------------------- */

void
sl_param_row_hide_hint (SlParamRow *self)
{
  if (self->hint_id == 0)
    return;
  g_clear_handle_id (&self->hint_id, g_source_remove);
  gtk_widget_remove_css_class (self->entry, "error");
  gtk_widget_remove_css_class (self->entry, "warning");
  gtk_widget_remove_css_class (self->title, "sl-hint");
  gtk_label_set_lines (GTK_LABEL (self->title), TITLE_LINES);
  gtk_label_set_markup (GTK_LABEL (self->title), self->title_markup);
}

static gboolean
hint_cb (gpointer data)
{
  /* The source ends with this call. */
  sl_param_row_hide_hint (data);
  return G_SOURCE_CONTINUE;
}

void
sl_param_row_show_hint (SlParamRow *self, const char *css_class, const char *text)
{
  int lines;

  sl_param_row_hide_hint (self);
  lines = pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (self->title)));
  gtk_label_set_lines (GTK_LABEL (self->title), CLAMP (lines, 1, TITLE_LINES));
  if (css_class)
    gtk_widget_add_css_class (self->entry, css_class);
  gtk_widget_add_css_class (self->title, "sl-hint");
  gtk_label_set_text (GTK_LABEL (self->title), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  self->hint_id = g_timeout_add (HINT_MS, hint_cb, self);
}

/* --- tooltip -------------------------------------------------------------- */

/* No tooltip during a drag: it would hide the slider. */
gboolean
sl_param_row_query_tooltip (SlParamRow *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const SlParamRowWords *words = words_of (self);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *sensitivity = NULL;

  if (self->button_down || self->menu)
    return FALSE;
  /* Includes the whole title: on the row it may be ellipsised. */
  g_string_append_printf (text, "<b>%s</b>", self->title_markup);
  if (*words->tooltip)
    {
      g_autofree char *escaped = g_markup_escape_text (words->tooltip, -1);

      g_string_append_printf (text, "\n%s", escaped);
    }
  if (self->badge_text)
    {
      g_autofree char *escaped = g_markup_escape_text (self->badge_text, -1);

      g_string_append_printf (text, "\n<i>%s</i>", escaped);
    }
  if (self->inactive_reason == NULL && (sensitivity = sl_param_row_ask_sensitivity (self)))
    g_string_append_printf (text, "\n%s", sensitivity);
  /* Narrower than GTK's own, so that it covers the panel rather than the plots. The same label is reused: a
   * new one would flicker. */
  if (!self->tip)
    self->tip = g_object_ref_sink (
        g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "max-width-chars", TIP_CHARS, NULL));
  gtk_label_set_markup (GTK_LABEL (self->tip), text->str);
  gtk_tooltip_set_custom (tooltip, self->tip);
  return TRUE;
}
