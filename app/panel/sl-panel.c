/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel/sl-panel.h"

#include <glib/gi18n.h>

#include "app/figures/sl-param-labels.h"
#include "app/panel/sl-panel-lines.h"
#include "app/panel/sl-panel-private.h"
#include "app/panel/sl-param-marks.h"
#include "model/engine/sl-limits.h"

static SlParamId
id_of (SlParamRow *row)
{
  return sl_param_lookup (sl_param_row_get_name (row));
}

static void
value_changed_cb (SlParamRow *row, double value, gboolean interacting, SlPanel *self)
{
  if (self->updating)
    return;
  sl_session_set_value (self->session, id_of (row), value);
  /* A locked parameter may have limited the value. */
  self->updating = TRUE;
  sl_param_row_set_value (row, sl_session_get_value (self->session, id_of (row)));
  self->updating = FALSE;
}

static void
lock_toggled_cb (SlParamRow *row, gboolean locked, SlPanel *self)
{
  sl_session_set_locked (self->session, id_of (row), locked);
}

static void
update_locks (SlPanel *self)
{
  for (int i = 0; i < SL_N_PARAMS; i++)
    sl_param_row_set_locked (self->row[i], sl_session_get_locked (self->session, i));
}

static void
begin_drag_cb (SlParamRow *row, SlPanel *self)
{
  sl_session_begin_drag (self->session, id_of (row));
}

static void
end_drag_cb (SlParamRow *row, SlPanel *self)
{
  sl_session_end_drag (self->session);
}

static void
reset_group_cb (SlParamSection *group, SlPanel *self)
{
  for (guint g = 0; g < SL_N_GROUPS; g++)
    if (self->group[g] == group)
      sl_session_reset_group (self->session, g);
}

/* Why a parameter has no effect now, or NULL. */
static const char *
inactive_reason (SlPanel *self, const SlGalaxy *galaxy, SlParamId id)
{
  if (self->templates && self->templates->n_lgu == 0 && sl_param_info (id)->group == SL_GROUP_GAS)
    return _ ("This library has no gas");
  if (sl_galaxy_uses (galaxy, id))
    return NULL;
  if (id == SL_PARAM_UV_BUMP && sl_galaxy_uses_option (galaxy, SL_OPTION_UV_BUMP_FREE))
    return _ ("Follows the slope of the curve");
  if (id == SL_PARAM_LGMET_GAS)
    return _ ("Those of the young stars");
  if (id == SL_PARAM_UV_BUMP || id == SL_PARAM_DELTA_YOUNG || id == SL_PARAM_DELTA_OLD)
    return _ ("This dust law has none");
  if (id == SL_PARAM_TAU_DEP)
    return _ ("Acts in the lagged form only");
  if (sl_param_info (id)->group == SL_GROUP_DUST)
    return _ ("Dust emission is off");
  if (id == SL_PARAM_LGMET_SHIFT)
    return _ ("Set by the age of the stars");
  return galaxy->metals == SL_METALS_TABLE ? _ ("Set by the file") : _ ("Set by the mass formed");
}

/* Hides parameters of other choices: other SFH forms, other sources of metals, dust without emission; the
 * option that brings them back is shown above their position. A parameter without effect in a set that
 * otherwise acts stays visible and shows the reason. */
gboolean
sl_panel_in_sight (const SlGalaxy *galaxy, SlParamId id)
{
  static const SlParamId stay[] = { SL_PARAM_UV_BUMP, SL_PARAM_DELTA_YOUNG, SL_PARAM_DELTA_OLD,
                                    SL_PARAM_TAU_DEP, SL_PARAM_LGMET_GAS };

  if (!sl_galaxy_has (galaxy, id) || sl_galaxy_uses (galaxy, id))
    return sl_galaxy_has (galaxy, id);
  for (guint i = 0; i < G_N_ELEMENTS (stay); i++)
    if (stay[i] == id)
      return TRUE;
  return FALSE;
}

/* What the row of a parameter says for the galaxy's options. */
static SlParamRowSpec
row_spec (SlPanel *self, SlParamId id)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);
  const SlParamInfo *info = sl_param_info (id);
  const SlParamLabel *label = sl_param_label_of (galaxy, id);
  const SlParamMarks *marks = sl_param_marks_of (galaxy, id);
  SlParamRowSpec spec = { .name = info->name,
                          .symbol = label->symbol,
                          .title = _ (label->title),
                          .tooltip = _ (label->tooltip),
                          .unit = info->unit,
                          .def = sl_session_get_default (self->session, id),
                          .step = marks->step,
                          .digits = marks->digits,
                          .lg = info->lg,
                          .simple_unit = marks->simple_unit,
                          .simple_factor = marks->simple_factor };

  sl_galaxy_range (galaxy, id, NULL, &spec.lo, &spec.hi);
  if (marks->simple_title)
    {
      spec.simple_title = _ (marks->simple_title);
      spec.simple_tooltip = _ (marks->simple_help);
    }
  return spec;
}

/* Words that depend on the dust law. */
static void
update_words (SlPanel *self)
{
  const SlDustLaw law = sl_session_get_galaxy (self->session)->dust_law;

  for (int i = 0; i < SL_N_PARAMS; i++)
    if (sl_param_label_by_law (law, i) != sl_param_label_by_law (self->law, i))
      {
        const SlParamRowSpec spec = row_spec (self, i);

        sl_param_row_set_words (self->row[i], &spec);
      }
  if (law != self->law)
    {
      self->law = law;
      sl_panel_update_ticks (self);
    }
}

static void
update_ranges (SlPanel *self)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);

  update_words (self);

  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      const gboolean here = sl_panel_in_sight (galaxy, i);
      double lo, hi;

      sl_galaxy_range (galaxy, i, NULL, &lo, &hi);
      sl_param_row_set_range (self->row[i], sl_session_get_default (self->session, i), lo, hi);
      /* Values beyond can be typed; then a badge tells. */
      sl_limits_range (galaxy, self->templates, i, &lo, &hi);
      sl_param_row_set_ends (self->row[i], lo, hi);
      sl_param_row_set_inactive_reason (self->row[i], here ? inactive_reason (self, galaxy, i) : NULL);
    }
  sl_panel_update_view (self);
}

static void
update_resets (SlPanel *self)
{
  for (guint g = 0; g < SL_N_GROUPS; g++)
    sl_param_section_set_can_reset (self->group[g], sl_session_group_changed (self->session, g));
}

static void
galaxy_changed_cb (SlSession *session, const SlParamSet *params, gboolean options, SlPanel *self)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (session);

  self->updating = TRUE;
  if (options)
    update_ranges (self);
  for (int i = sl_param_set_next (*params, -1); i >= 0; i = sl_param_set_next (*params, i))
    sl_param_row_set_value (self->row[i], galaxy->value[i]);
  update_resets (self);
  sl_panel_update_signs (self);
  sl_panel_update_note (self);
  self->updating = FALSE;
}

void
sl_panel_show_galaxy (SlPanel *self, const SlGalaxy *galaxy)
{
  self->updating = TRUE;
  for (int i = 0; i < SL_N_PARAMS; i++)
    sl_param_row_set_value (self->row[i], galaxy->value[i]);
  self->updating = FALSE;
}

static void
preset_cb (SlSession *session, GParamSpec *pspec, SlPanel *self)
{
  update_ranges (self);
  update_resets (self);
}

static GtkWidget *
new_row (SlPanel *self, SlParamId id)
{
  const SlParamRowSpec spec = row_spec (self, id);
  GtkWidget *row = sl_param_row_new (&spec);

  sl_param_row_set_value (SL_PARAM_ROW (row), sl_session_get_value (self->session, id));
  g_signal_connect (row, "value-changed", G_CALLBACK (value_changed_cb), self);
  g_signal_connect (row, "begin-drag", G_CALLBACK (begin_drag_cb), self);
  g_signal_connect (row, "end-drag", G_CALLBACK (end_drag_cb), self);
  g_signal_connect (row, "lock-toggled", G_CALLBACK (lock_toggled_cb), self);
  return row;
}

/* Options come first in their group, except these, which come above the first parameter that they affect. */
static const struct { SlOptionId option; SlParamId before; } place_table[] = {
  { SL_OPTION_UV_BUMP_FREE, SL_PARAM_UV_BUMP },
  { SL_OPTION_LGMET_GAS_FREE, SL_PARAM_LGMET_GAS },
  { SL_OPTION_DUST_EMISSION, SL_PARAM_UMIN },
  { SL_OPTION_IGM, SL_PARAM_SIGMA_STAR },
};

static void
add_options_at (SlPanel *self, SlParamId before)
{
  for (guint i = 0; i < G_N_ELEMENTS (place_table); i++)
    if (place_table[i].before == before)
      {
        SlOptionId id = place_table[i].option;

        sl_panel_options_append (self->options, id, self->group[sl_option_info (id)->group]);
      }
}

static void
add_options (SlPanel *self)
{
  for (int id = 0; id < SL_N_OPTIONS; id++)
    {
      gboolean later = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (place_table); i++)
        later |= place_table[i].option == (SlOptionId) id;
      if (!later)
        sl_panel_options_append (self->options, id, self->group[sl_option_info (id)->group]);
    }
  self->lines = sl_panel_lines_new (self->session);
  self->lines_place = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->lines_place, "sl-choice");
  gtk_box_append (GTK_BOX (self->lines_place), self->lines);
  sl_param_section_append (self->group[SL_GROUP_GAS], self->lines_place);
}

SlPanel *
sl_panel_new (GtkBox *box, SlSession *session, const char *const *expanded)
{
  SlPanel *self = g_new0 (SlPanel, 1);

  self->session = session;
  self->law = sl_session_get_galaxy (session)->dust_law;
  self->box = box;
  for (guint g = 0; g < SL_N_GROUPS; g++)
    {
      const SlParamGroupLabel *label = sl_param_group_label (g);

      self->group[g] = SL_PARAM_SECTION (sl_param_section_new (label->name, _ (label->title)));
      sl_param_section_set_expanded (self->group[g],
                                     expanded ? g_strv_contains (expanded, label->name) : g == 0);
      g_signal_connect (self->group[g], "reset", G_CALLBACK (reset_group_cb), self);
      gtk_box_append (box, GTK_WIDGET (self->group[g]));
    }
  self->options = sl_panel_options_new (session);
  add_options (self);
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      add_options_at (self, i);
      self->row[i] = SL_PARAM_ROW (new_row (self, i));
      sl_param_section_append (self->group[sl_param_info (i)->group], GTK_WIDGET (self->row[i]));
      sl_panel_connect_signs (self, i);
    }
  sl_panel_add_view (self);
  update_ranges (self);
  update_resets (self);
  update_locks (self);
  sl_panel_update_ticks (self);
  sl_panel_update_signs (self);
  sl_panel_update_marked (self);
  g_signal_connect (session, "galaxy-changed", G_CALLBACK (galaxy_changed_cb), self);
  g_signal_connect (session, "notify::preset", G_CALLBACK (preset_cb), self);
  g_signal_connect_swapped (session, "notify::locks", G_CALLBACK (update_locks), self);
  g_signal_connect_swapped (session, "notify::gradient", G_CALLBACK (sl_panel_update_marked), self);
  return self;
}

void
sl_panel_free (SlPanel *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  sl_panel_options_free (self->options);
  sl_panel_leave_view (self);
  sl_panel_leave_signs (self);
  for (int i = 0; i < SL_N_PARAMS; i++)
    g_signal_handlers_disconnect_by_data (self->row[i], self);
  for (guint g = 0; g < SL_N_GROUPS; g++)
    g_signal_handlers_disconnect_by_data (self->group[g], self);
  g_free (self);
}

GtkWidget *
sl_panel_get_row (SlPanel *self, SlParamId id)
{
  return GTK_WIDGET (self->row[id]);
}

char **
sl_panel_get_expanded (SlPanel *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint g = 0; g < SL_N_GROUPS; g++)
    if (sl_param_section_get_expanded (self->group[g]))
      g_strv_builder_add (builder, sl_param_section_get_name (self->group[g]));
  return g_strv_builder_end (builder);
}

void
sl_panel_set_templates (SlPanel *self, const SlTemplates *templates)
{
  self->templates = templates;
  sl_panel_lines_set_templates (self->lines, templates);
  if (templates)
    sl_panel_options_set_zsun (self->options, templates->zsun);
  update_ranges (self);
  sl_panel_update_ticks (self);
  sl_panel_update_signs (self);
}
