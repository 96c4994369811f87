/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/population/sl-population-panel-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/desktop/sl-window-shell.h"
#include "app/figures/sl-param-labels.h"
#include "app/figures/sl-population-labels.h"
#include "ui/widgets/sl-drop-down.h"

static const struct { const char *name, *title;
} other_sections[] = {
  { "cut", N_ ("Cut and histogram") },
  { "second", N_ ("Quenched galaxies") },
  { "correlations", N_ ("Correlations") },
  { "observation", N_ ("Observation") },
};

/* Order of the sections. */
static const struct { int section, other;
} order_table[] = {
  { SL_POPULATION_SECTION_CUT, 0 },
  { SL_POPULATION_SECTION_GROUPS + SL_GROUP_HALO, -1 },
  { SL_POPULATION_SECTION_GROUPS + SL_GROUP_MAIN_SEQUENCE, -1 },
  { SL_POPULATION_SECTION_GROUPS + SL_GROUP_QUENCHING, -1 },
  { SL_POPULATION_SECTION_SECOND, 1 },
  { SL_POPULATION_SECTION_GROUPS + SL_GROUP_BURST, -1 },
  { SL_POPULATION_SECTION_GROUPS + SL_GROUP_METALS, -1 },
  { SL_POPULATION_SECTION_GROUPS + SL_GROUP_GAS, -1 },
  { SL_POPULATION_SECTION_GROUPS + SL_GROUP_DUST, -1 },
  { SL_POPULATION_SECTION_CORRELATIONS, 2 },
  { SL_POPULATION_SECTION_OBSERVATION, 3 },
};
G_STATIC_ASSERT (G_N_ELEMENTS (order_table) == SL_POPULATION_N_SECTIONS);

/* --- rows ----------------------------------------------------------------- */

static void
row_free (gpointer data)
{
  SlPopulationRow *row = data;

  g_signal_handlers_disconnect_by_data (row->row, row);
  g_object_unref (row->row);
  g_free (row->name);
  g_free (row->title);
  g_free (row);
}

static gboolean
is_phi (const SlPopulationRow *row)
{
  return !row->setting && row->fixed < 0;
}

static double
value_in (const SlPopulationRow *row, const SlPopulationState *state)
{
  if (row->setting)
    return row->setting->get (state);
  return row->fixed >= 0 ? state->spec.base.value[sl_pop_param (row->fixed)]
                         : sl_population_get (&state->spec, &row->phi);
}

static void
range_of (const SlPopulationRow *row, const SlPopulationState *state, double *lo, double *hi)
{
  if (row->setting)
    *lo = row->setting->lo, *hi = row->setting->hi;
  else if (row->fixed >= 0)
    sl_galaxy_range (&state->spec.base, sl_pop_param (row->fixed), NULL, lo, hi);
  else
    sl_population_range (&state->spec, &row->phi, lo, hi);
}

/* Value after a reset: the base's, or the model's default where the base does not have the parameter. */
static double
default_of (SlPopulationPanel *self, const SlPopulationRow *row)
{
  const SlPopulationState *base = sl_population_document_get_base (self->document);
  const gboolean varies = is_phi (row) && row->phi.kind <= SL_PHI_SLOPE;
  double def, lo, hi;

  if (is_phi (row) && row->phi.kind == SL_PHI_CORRELATION)
    {
      const SlPopulationSpec *now = &sl_population_document_get_state (self->document)->spec;

      for (guint i = 0; i < base->spec.n_correlations; i++)
        if (base->spec.correlation[i].a == now->correlation[row->phi.parameter].a
            && base->spec.correlation[i].b == now->correlation[row->phi.parameter].b)
          return base->spec.correlation[i].rho;
      return 0.0;
    }
  range_of (row, base, &lo, &hi);
  if (varies && !sl_pop_set_has (&base->spec.drawn, row->phi.parameter))
    {
      sl_galaxy_range (&base->spec.base, sl_pop_param (row->phi.parameter), &def, NULL, NULL);
      return row->phi.kind == SL_PHI_MEAN ? def : 0.0;
    }
  return CLAMP (value_in (row, base), lo, hi);
}

static void
value_changed_cb (SlParamRow *widget, double value, gboolean interacting, SlPopulationRow *row)
{
  SlPopulationPanel *self = row->panel;
  SlPopulationState state = sl_population_panel_state (self);

  if (self->updating || self->rebuild_id)
    return;
  if (row->setting)
    row->setting->set (&state, value);
  else if (row->fixed >= 0)
    state.spec.base.value[sl_pop_param (row->fixed)] = value;
  else
    sl_population_set (&state.spec, &row->phi, value);
  if (is_phi (row))
    sl_population_document_set_focus (self->document, row->name);
  sl_population_document_change (self->document, &state, row->title);
}

static void
begin_drag_cb (SlParamRow *widget, SlPopulationRow *row)
{
  if (row->panel->updating || row->panel->rebuild_id)
    return;
  if (is_phi (row))
    sl_population_document_set_focus (row->panel->document, row->name);
  sl_population_document_begin_drag (row->panel->document, row->title);
}

static void
end_drag_cb (SlParamRow *widget, SlPopulationRow *row)
{
  sl_population_document_end_drag (row->panel->document);
}

static void
focused_cb (SlParamRow *widget, SlPopulationRow *row)
{
  if (is_phi (row))
    sl_population_document_set_focus (row->panel->document, row->name);
}

/* "∂N/∂⟨lg M⟩ × range = +1 234" */
static char *
query_sensitivity_cb (SlParamRow *widget, SlPopulationRow *row)
{
  const SlPopulationSpec *spec = &sl_population_document_get_state (row->panel->document)->spec;
  g_autofree char *symbol = NULL, *number = NULL;

  if (!is_phi (row) || !isfinite (row->sensitivity))
    return NULL;
  symbol = sl_population_label_symbol (spec, &row->phi);
  number = sl_population_label_count (row->sensitivity);
  /* Translators: derivative of the number of galaxies that pass the cut, times the parameter's range, in
   * galaxies */
  return g_strdup_printf (_ ("∂<i>N</i>/∂%s × range = %s%s galaxies passing the cut"), symbol,
                          row->sensitivity > 0.0 ? "+" : "", number);
}

SlPopulationRow *
sl_population_panel_add_row (SlPopulationPanel *self, GtkWidget *widget, const char *name, const char *title)
{
  SlPopulationRow *row = g_new0 (SlPopulationRow, 1);

  row->panel = self;
  row->row = g_object_ref_sink (SL_PARAM_ROW (widget));
  row->name = g_strdup (name);
  row->title = g_strdup (title);
  row->fixed = -1;
  row->section = self->building;
  row->sensitivity = NAN;
  sl_param_row_set_lockable (row->row, FALSE);
  g_signal_connect (widget, "value-changed", G_CALLBACK (value_changed_cb), row);
  g_signal_connect (widget, "begin-drag", G_CALLBACK (begin_drag_cb), row);
  g_signal_connect (widget, "end-drag", G_CALLBACK (end_drag_cb), row);
  g_signal_connect (widget, "focused", G_CALLBACK (focused_cb), row);
  g_signal_connect (widget, "gradient-requested", G_CALLBACK (focused_cb), row);
  g_signal_connect (widget, "query-sensitivity", G_CALLBACK (query_sensitivity_cb), row);
  g_ptr_array_add (self->rows, row);
  return row;
}

/* --- document ------------------------------------------------------------- */

SlPopulationState
sl_population_panel_state (SlPopulationPanel *self)
{
  return *sl_population_document_get_state (self->document);
}

void
sl_population_panel_change (SlPopulationPanel *self, const SlPopulationState *state, const char *title)
{
  if (!self->updating)
    sl_population_document_change (self->document, state, title);
}

static void
mark_focus (SlPopulationPanel *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      SlPopulationRow *row = g_ptr_array_index (self->rows, i);

      sl_param_row_set_marked (row->row, is_phi (row)
                               && strcmp (row->name, sl_population_document_get_focus (self->document)) == 0);
    }
}

static void
refresh (SlPopulationPanel *self)
{
  const SlPopulationState *state = sl_population_document_get_state (self->document);
  gboolean changed[SL_POPULATION_N_SECTIONS] = { FALSE };

  self->updating = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      SlPopulationRow *row = g_ptr_array_index (self->rows, i);
      const double def = default_of (self, row), value = value_in (row, state);
      double lo, hi;

      range_of (row, state, &lo, &hi);
      sl_param_row_set_range (row->row, def, lo, hi);
      sl_param_row_set_value (row->row, value);
      changed[row->section] |= value != def;
    }
  for (int s = 0; s < SL_POPULATION_N_SECTIONS; s++)
    sl_param_section_set_can_reset (self->section[s], changed[s]);
  self->updating = FALSE;
}

static void
build (SlPopulationPanel *self)
{
  self->updating = TRUE;
  g_ptr_array_set_size (self->rows, 0);
  for (int s = 0; s < SL_POPULATION_N_SECTIONS; s++)
    for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self->content[s])));)
      {
        sl_window_shell_close_popovers (child);
        gtk_box_remove (self->content[s], child);
      }
  sl_population_panel_build_settings (self);
  sl_population_panel_build_groups (self);
  refresh (self);
  mark_focus (self);
  self->updating = FALSE;
}

static gboolean
rebuild_cb (gpointer data)
{
  SlPopulationPanel *self = data;

  self->rebuild_id = 0;
  build (self);
  return G_SOURCE_REMOVE;
}

/* Rows are rebuilt in an idle callback: a drag may still be in progress on one of them. */
static void
changed_cb (SlPopulationDocument *document, SlPopulationChange change, SlPopulationPanel *self)
{
  if (change == SL_POPULATION_STRUCTURE && !self->rebuild_id)
    self->rebuild_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, rebuild_cb, self, NULL);
  if (!self->rebuild_id)
    refresh (self);
}

void
sl_population_panel_flush (SlPopulationPanel *self)
{
  if (!self->rebuild_id)
    return;
  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  build (self);
}

/* --- sensitivities -------------------------------------------------------- */

void
sl_population_panel_set_sensitivities (SlPopulationPanel *self, const SlPopulationSpec *spec,
                                       const SlPopulationResult *result, double scale)
{
  SlPopPhi phi[SL_POP_MAX_PHI];
  double top = 0.0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      SlPopulationRow *row = g_ptr_array_index (self->rows, i);
      const int k =
          result && result->gradient && is_phi (row) ? sl_population_label_find (spec, row->name, phi) : -1;
      double lo, hi;

      row->sensitivity = NAN;
      if (k < 0)
        continue;
      sl_population_range (spec, &phi[k], &lo, &hi);
      row->sensitivity = 0.0;
      for (guint b = 0; b < result->n_bins; b++)
        row->sensitivity += scale * (hi - lo) * result->derivative[(gsize) b * result->n_phi + k];
      top = MAX (top, fabs (row->sensitivity));
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      SlPopulationRow *row = g_ptr_array_index (self->rows, i);

      sl_param_row_set_sensitivity (row->row, isfinite (row->sensitivity) && top > 0.0
                             ? copysign (sqrt (fabs (row->sensitivity) / top), row->sensitivity) : 0.0);
    }
}

GtkWidget *
sl_population_panel_get_row (SlPopulationPanel *self, const char *name)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (strcmp (((SlPopulationRow *) g_ptr_array_index (self->rows, i))->name, name) == 0)
      return GTK_WIDGET (((SlPopulationRow *) g_ptr_array_index (self->rows, i))->row);
  return NULL;
}

/* --- small pieces --------------------------------------------------------- */

GtkWidget *
sl_population_panel_line (const char *caption, GtkWidget *widget)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", caption, "xalign", 0.0, "hexpand", TRUE,
                                   "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  gtk_widget_add_css_class (line, "sl-choice");
  gtk_widget_add_css_class (line, "sl-line");
  gtk_widget_add_css_class (label, "sl-option-title");
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), widget);
  return line;
}

GtkWidget *
sl_population_panel_list (const char *name, const char *const *words, guint selected)
{
  GtkWidget *drop = gtk_drop_down_new_from_strings (words);

  sl_drop_down_set_name (GTK_DROP_DOWN (drop), name);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), selected);
  return drop;
}

/* --- panel ---------------------------------------------------------------- */

static void
reset_cb (SlParamSection *section, SlPopulationPanel *self)
{
  SlPopulationState state = sl_population_panel_state (self);
  gboolean any = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      SlPopulationRow *row = g_ptr_array_index (self->rows, i);

      if (self->section[row->section] != section)
        continue;
      any = TRUE;
      if (row->setting)
        row->setting->set (&state, default_of (self, row));
      else if (row->fixed >= 0)
        state.spec.base.value[sl_pop_param (row->fixed)] = default_of (self, row);
      else
        sl_population_set (&state.spec, &row->phi, default_of (self, row));
    }
  if (any)
    sl_population_panel_change (self, &state, _ ("Reset"));
}

SlPopulationPanel *
sl_population_panel_new (GtkBox *box, SlPopulationDocument *document, const char *const *expanded)
{
  SlPopulationPanel *self = g_new0 (SlPopulationPanel, 1);

  self->document = document;
  self->box = box;
  self->first = self->second = -1;
  self->rows = g_ptr_array_new_with_free_func (row_free);
  for (guint i = 0; i < G_N_ELEMENTS (order_table); i++)
    {
      const int s = order_table[i].section, other = order_table[i].other;
      const SlParamGroupLabel *group =
          other < 0 ? sl_param_group_label (s - SL_POPULATION_SECTION_GROUPS) : NULL;
      const char *name = other < 0 ? group->name : other_sections[other].name;
      const char *title = other < 0 ? group->title : other_sections[other].title;

      self->section[s] = SL_PARAM_SECTION (sl_param_section_new (name, _ (title)));
      self->content[s] = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
      sl_param_section_append (self->section[s], GTK_WIDGET (self->content[s]));
      sl_param_section_set_expanded (self->section[s], expanded && g_strv_contains (expanded, name));
      g_signal_connect (self->section[s], "reset", G_CALLBACK (reset_cb), self);
      gtk_box_append (box, GTK_WIDGET (self->section[s]));
    }
  build (self);
  g_signal_connect (document, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (document, "notify::focus", G_CALLBACK (mark_focus), self);
  return self;
}

void
sl_population_panel_free (SlPopulationPanel *self)
{
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  for (int s = 0; s < SL_POPULATION_N_SECTIONS; s++)
    g_signal_handlers_disconnect_by_data (self->section[s], self);
  g_ptr_array_set_size (self->rows, 0);
  for (int s = 0; s < SL_POPULATION_N_SECTIONS; s++)
    for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self->content[s])));)
      gtk_box_remove (self->content[s], child);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

char **
sl_population_panel_get_expanded (SlPopulationPanel *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (int s = 0; s < SL_POPULATION_N_SECTIONS; s++)
    if (sl_param_section_get_expanded (self->section[s]))
      g_strv_builder_add (builder, sl_param_section_get_name (self->section[s]));
  return g_strv_builder_end (builder);
}
