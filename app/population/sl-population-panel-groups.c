/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the distributions: mean, scatter and slope of each parameter, with a menu; values that all galaxies
 * share; the second component; correlations. */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/figures/sl-param-labels.h"
#include "app/figures/sl-population-labels.h"
#include "app/panel/sl-param-marks.h"
#include "app/population/sl-population-panel-private.h"

#define KEY "sl-group"
/* Keyboard step of scatters and slopes, as a fraction of their ranges. */
#define STEP 0.01

/* What a menu acts on. */
typedef struct {
  SlPopulationPanel *panel;
  int p;
  guint component;
} Group;

static const SlParamLabel *
label_of (const SlPopulationPanel *self, int p)
{
  const SlPopulationState *state = sl_population_document_get_state (self->document);

  return sl_param_label_of (&state->spec.base, sl_pop_param (p));
}

/* --- the menu of a distribution -------------------------------------------- */

static char *
titled (const SlPopulationPanel *self, const char *what, int p)
{
  return g_strdup_printf ("%s: %s", _ (label_of (self, p)->title), what);
}

static void
vary_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  Group *group = data;
  SlPopulationState state = sl_population_panel_state (group->panel);
  g_autofree char *title = titled (group->panel, _ ("varies"), group->p);

  sl_population_state_vary (&state, group->p, g_variant_get_boolean (value));
  sl_population_panel_change (group->panel, &state, title);
}

static void
slope_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  Group *group = data;
  SlPopulationState state = sl_population_panel_state (group->panel);
  g_autofree char *title = titled (group->panel, _ ("slope with halo mass"), group->p);

  sl_population_state_set_sloped (&state, group->p, group->component, g_variant_get_boolean (value));
  sl_population_panel_change (group->panel, &state, title);
}

static void
even_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  Group *group = data;
  SlPopulationState state = sl_population_panel_state (group->panel);
  g_autofree char *title = titled (group->panel, _ ("shape"), group->p);

  sl_population_state_set_even (&state, group->p, g_variant_get_boolean (value));
  sl_population_panel_change (group->panel, &state, title);
}

static void
own_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  Group *group = data;
  SlPopulationState state = sl_population_panel_state (group->panel);
  g_autofree char *title = titled (group->panel, _ ("separate for quenched galaxies"), group->p);

  sl_population_state_set_own (&state, group->p, g_variant_get_boolean (value));
  sl_population_panel_change (group->panel, &state, title);
}

static GtkWidget *
menu_button (SlPopulationPanel *self, GtkWidget *holder, int p, guint component)
{
  const SlPopulationState *state = sl_population_document_get_state (self->document);
  const gboolean own = sl_population_state_is_own (state, p);
  const struct {
    const char *name, *label;
    gboolean offered, on;
    void (*act) (GSimpleAction *, GVariant *, gpointer);
  } rows[] = {
    { "vary", N_ ("_Varies From Galaxy to Galaxy"), component == 0, TRUE, vary_cb },
    { "slope", N_ ("_Follows Halo Mass"), p != SL_POP_LOGM0,
      sl_population_state_has_slope (state, p, component), slope_cb },
    { "even", N_ ("_Uniform"), TRUE, state->spec.axis[component][p].shape == SL_POP_UNIFORM,
      even_cb },
    { "own", N_ ("_Separate for Quenched Galaxies"), state->spec.n_components > 1, own, own_cb },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *label = g_strdup_printf (_ ("How %s is distributed"), _ (label_of (self, p)->title));
  GtkWidget *button;
  Group *group = g_new0 (Group, 1);

  *group = (Group){ self, p, component };
  g_object_set_data_full (G_OBJECT (holder), KEY, group, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GSimpleAction) action = NULL;
      g_autofree char *name = NULL;

      if (!rows[i].offered)
        continue;
      action = g_simple_action_new_stateful (rows[i].name, NULL, g_variant_new_boolean (rows[i].on));
      g_signal_connect (action, "change-state", G_CALLBACK (rows[i].act), group);
      g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
      name = g_strdup_printf ("spread.%s", rows[i].name);
      g_menu_append (menu, _ (rows[i].label), name);
    }
  gtk_widget_insert_action_group (holder, "spread", G_ACTION_GROUP (actions));
  button = g_object_new (GTK_TYPE_MENU_BUTTON, "icon-name", "view-more-symbolic", "menu-model", menu,
                         "tooltip-text", label, "valign", GTK_ALIGN_START, NULL);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sl-spread-menu");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return button;
}

/* --- rows ----------------------------------------------------------------- */

/* Why a parameter has no effect, or NULL. */
static const char *
idle_reason (const SlPopulationState *state, int p)
{
  const SlParamGroup group = sl_param_info (sl_pop_param (p))->group;

  if (sl_population_state_is_tied (state, p))
    return _ ("Old stars have the value of young stars");
  if (group == SL_GROUP_BURST && !state->spec.burst)
    return _ ("Bursts are switched off");
  if (group == SL_GROUP_GAS && !state->spec.gas)
    return _ ("Nebular emission is switched off");
  if (group == SL_GROUP_DUST && !state->spec.dust)
    return _ ("Dust is switched off");
  return NULL;
}

static SlParamRow *
phi_row (SlPopulationPanel *self, const SlPopPhi *phi, const char *symbol, const char *title,
         const char *tooltip, double step, guint digits, const char *unit, gboolean lg)
{
  const SlPopulationSpec *spec = &sl_population_document_get_state (self->document)->spec;
  g_autofree char *name = sl_population_name (spec, phi), *what = sl_population_label_title (spec, phi);
  SlParamRowSpec row = { .name = name,
                         .symbol = symbol,
                         .title = title,
                         .tooltip = tooltip,
                         .unit = unit,
                         .step = step,
                         .digits = digits,
                         .lg = lg };
  GtkWidget *widget;

  sl_population_range (spec, phi, &row.lo, &row.hi);
  row.def = sl_population_get (spec, phi);
  widget = sl_param_row_new (&row);
  sl_population_panel_add_row (self, widget, name, what)->phi = *phi;
  /* "scatter" alone says too little to a screen reader. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
  return SL_PARAM_ROW (widget);
}

/* Mean, scatter and slope of one parameter. */
static void
add_spread (SlPopulationPanel *self, GtkBox *box, int p, guint component)
{
  static const struct { SlPhiKind kind; const char *symbol, *title, *help;
  } kinds[] = {
    { SL_PHI_MEAN, NULL, NULL, NULL },
    { SL_PHI_SCATTER, "σ", N_ ("scatter"),
      N_ ("Standard deviation of the galaxies about the mean.") },
    { SL_PHI_SLOPE, "slope", N_ ("with halo mass"),
      N_ ("Change of the mean for each factor of ten in halo mass.") },
  };
  const SlPopulationState *state = sl_population_document_get_state (self->document);
  const SlParamInfo *info = sl_param_info (sl_pop_param (p));
  const SlParamLabel *label = label_of (self, p);
  const SlParamMarks *marks = sl_param_marks_of (&state->spec.base, sl_pop_param (p));
  const gboolean own = sl_population_state_is_own (state, p);
  const guint components = own ? 1u << component : (1u << state->spec.n_components) - 1;
  const char *reason = idle_reason (state, p);
  GtkWidget *grid = gtk_grid_new ();

  gtk_widget_add_css_class (grid, "sl-spread");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const SlPopPhi phi = { kinds[i].kind, p, components };
      double lo, hi;
      SlParamRow *row;

      if (i == 2 && !sl_population_state_has_slope (state, p, component))
        continue;
      sl_population_range (&state->spec, &phi, &lo, &hi);
      if (i == 0)
        row = phi_row (self, &phi, label->symbol, _ (label->title), _ (label->tooltip), marks->step,
                       marks->digits, info->unit, info->lg);
      else
        row = phi_row (self, &phi, kinds[i].symbol, _ (kinds[i].title), _ (kinds[i].help), STEP * (hi - lo),
                       MAX (marks->digits, 2),
                       sl_population_label_unit (&state->spec, &phi), FALSE);
      sl_param_row_set_inactive_reason (row, reason);
      gtk_widget_set_hexpand (GTK_WIDGET (row), TRUE);
      if (i)
        gtk_widget_add_css_class (GTK_WIDGET (row), "sl-spread-more");
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (row), 0, (int) i, 1, 1);
    }
  gtk_grid_attach (GTK_GRID (grid), menu_button (self, grid, p, component), 1, 0, 1, 1);
  gtk_box_append (box, grid);
}

/* --- values that all galaxies share ---------------------------------------- */

static void
let_vary_cb (GtkButton *button, SlPopulationPanel *self)
{
  const int p = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), KEY));
  SlPopulationState state = sl_population_panel_state (self);
  g_autofree char *title = titled (self, _ ("varies"), p);

  sl_population_state_vary (&state, p, TRUE);
  sl_population_panel_change (self, &state, title);
}

static void
add_fixed (SlPopulationPanel *self, GtkBox *box, int p)
{
  const SlPopulationState *state = sl_population_document_get_state (self->document);
  const SlParamInfo *info = sl_param_info (sl_pop_param (p));
  const SlParamLabel *label = label_of (self, p);
  const SlParamMarks *marks = sl_param_marks_of (&state->spec.base, sl_pop_param (p));
  g_autofree char *name = g_strdup_printf ("fixed.%s", info->name);
  g_autofree char *let_vary = g_strdup_printf (_ ("Let %s vary"), _ (label->title));
  SlParamRowSpec row = { .name = name,
                         .symbol = label->symbol,
                         .title = _ (label->title),
                         .tooltip = _ (label->tooltip),
                         .unit = info->unit,
                         .step = marks->step,
                         .digits = marks->digits,
                         .lg = info->lg };
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *widget;
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");

  sl_galaxy_range (&state->spec.base, sl_pop_param (p), &row.def, &row.lo, &row.hi);
  widget = sl_param_row_new (&row);
  sl_population_panel_add_row (self, widget, name, _ (label->title))->fixed = p;
  gtk_widget_add_css_class (widget, "sl-no-sensitivity");
  sl_param_row_set_inactive_reason (SL_PARAM_ROW (widget), idle_reason (state, p));
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_tooltip_text (button, let_vary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, let_vary, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sl-spread-menu");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (button), KEY, GINT_TO_POINTER (p));
  g_signal_connect (button, "clicked", G_CALLBACK (let_vary_cb), self);
  gtk_box_append (GTK_BOX (line), widget);
  gtk_box_append (GTK_BOX (line), button);
  gtk_box_append (box, line);
}

static void
fixed_open_cb (GtkExpander *expander, GParamSpec *pspec, gboolean *open)
{
  *open = gtk_expander_get_expanded (expander);
}

/* --- switches ------------------------------------------------------------- */

static const struct { SlParamGroup group; gsize offset; const char *title;
} switch_table[] = {
  { SL_GROUP_BURST, G_STRUCT_OFFSET (SlPopulationSpec, burst), N_ ("Bursts of star formation") },
  { SL_GROUP_METALS, G_STRUCT_OFFSET (SlPopulationSpec, tied_metals),
    N_ ("Old stars have the metallicity of young stars") },
  { SL_GROUP_GAS, G_STRUCT_OFFSET (SlPopulationSpec, gas), N_ ("Nebular emission") },
  { SL_GROUP_DUST, G_STRUCT_OFFSET (SlPopulationSpec, dust), N_ ("Dust") },
  { SL_GROUP_DUST, G_STRUCT_OFFSET (SlPopulationSpec, tied_dust),
    N_ ("Old stars have the dust of young stars") },
};

static void
switch_cb (GtkCheckButton *button, SlPopulationPanel *self)
{
  const guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), KEY));
  SlPopulationState state = sl_population_panel_state (self);

  G_STRUCT_MEMBER (gboolean, &state.spec, switch_table[i].offset) = gtk_check_button_get_active (button);
  sl_population_panel_change (self, &state, _ (switch_table[i].title));
}

static void
add_switches (SlPopulationPanel *self, GtkBox *box, SlParamGroup group)
{
  const SlPopulationSpec *spec = &sl_population_document_get_state (self->document)->spec;

  for (guint i = 0; i < G_N_ELEMENTS (switch_table); i++)
    if (switch_table[i].group == group)
      {
        GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
        GtkWidget *button = gtk_check_button_new_with_label (_ (switch_table[i].title));

        gtk_check_button_set_active (GTK_CHECK_BUTTON (button),
                                     G_STRUCT_MEMBER (gboolean, spec, switch_table[i].offset));
        g_object_set_data (G_OBJECT (button), KEY, GUINT_TO_POINTER (i));
        g_signal_connect (button, "toggled", G_CALLBACK (switch_cb), self);
        gtk_widget_add_css_class (line, "sl-choice");
        gtk_box_append (GTK_BOX (line), button);
        gtk_box_append (box, line);
      }
}

static void
build_group (SlPopulationPanel *self, SlParamGroup group)
{
  const SlPopulationState *state = sl_population_document_get_state (self->document);
  const int s = SL_POPULATION_SECTION_GROUPS + (int) group;
  GtkWidget *fixed = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *expander;
  guint n_fixed = 0;

  self->building = s;
  add_switches (self, self->content[s], group);
  for (int p = 0; p < SL_POP_N; p++)
    {
      if (sl_param_info (sl_pop_param (p))->group != group)
        continue;
      if (sl_pop_set_has (&state->spec.drawn, p))
        add_spread (self, self->content[s], p, 0);
      else
        {
          add_fixed (self, GTK_BOX (fixed), p);
          n_fixed++;
        }
    }
  expander = gtk_expander_new (_ ("The same for all galaxies"));
  gtk_widget_add_css_class (expander, "sl-fixed");
  gtk_expander_set_child (GTK_EXPANDER (expander), fixed);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), self->fixed_open[s]);
  g_signal_connect (expander, "notify::expanded", G_CALLBACK (fixed_open_cb), &self->fixed_open[s]);
  gtk_widget_set_visible (expander, n_fixed > 0);
  gtk_box_append (self->content[s], expander);
}

/* --- second component ------------------------------------------------------ */

static void
second_cb (GtkCheckButton *button, SlPopulationPanel *self)
{
  SlPopulationState state = sl_population_panel_state (self);

  sl_population_state_set_second (&state, gtk_check_button_get_active (button));
  sl_population_panel_change (self, &state, _ ("Second component of galaxies"));
}

static void
build_second (SlPopulationPanel *self)
{
  static const char *const help[] = {
    N_ ("Halo mass at the middle of the transition from the first component to the second."),
    N_ ("Steepness of the transition, per factor of ten in halo mass."),
    N_ ("Their fraction in small haloes."), N_ ("Their fraction in large haloes."),
  };
  const SlPopulationState *state = sl_population_document_get_state (self->document);
  GtkBox *box = self->content[SL_POPULATION_SECTION_SECOND];
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *check = gtk_check_button_new_with_label (_ ("Second component of galaxies"));

  self->building = SL_POPULATION_SECTION_SECOND;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), state->spec.n_components > 1);
  g_signal_connect (check, "toggled", G_CALLBACK (second_cb), self);
  gtk_widget_add_css_class (line, "sl-choice");
  gtk_box_append (GTK_BOX (line), check);
  gtk_box_append (box, line);
  if (state->spec.n_components < 2)
    return;
  for (int i = 0; i < 4; i++)
    {
      const SlPopPhi phi = { SL_PHI_FRACTION, i, 3 };
      g_autofree char *symbol = sl_population_label_symbol (&state->spec, &phi);
      g_autofree char *title = sl_population_label_title (&state->spec, &phi);
      double lo, hi;

      sl_population_range (&state->spec, &phi, &lo, &hi);
      gtk_box_append (box, GTK_WIDGET (phi_row (self, &phi, symbol, title, _ (help[i]), STEP * (hi - lo), 2,
                                                i == 0 ? "<i>M</i><sub>☉</sub>" : "", i == 0)));
    }
  for (int p = 0; p < SL_POP_N; p++)
    if (sl_pop_set_has (&state->spec.drawn, p) && sl_population_state_is_own (state, p))
      add_spread (self, box, p, 1);
}

/* --- correlations ---------------------------------------------------------- */

static void
drop_cb (GtkButton *button, SlPopulationPanel *self)
{
  SlPopulationState state = sl_population_panel_state (self);
  const guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), KEY));

  if (i >= state.spec.n_correlations)
    return;
  sl_population_state_drop_correlation (&state, i);
  sl_population_panel_change (self, &state, _ ("Correlation removed"));
}

static void
add_correlation_cb (GtkButton *button, SlPopulationPanel *self)
{
  SlPopulationState state = sl_population_panel_state (self);

  if (sl_population_state_correlate (&state, self->first, self->second, 0.0))
    sl_population_panel_change (self, &state, _ ("Correlation added"));
}

static void
update_add (SlPopulationPanel *self, GtkWidget *button)
{
  gtk_widget_set_sensitive (button,
                            self->first >= 0 && self->second >= 0
                                && sl_population_state_can_correlate (sl_population_document_get_state (
                                                                          self->document),
                                                                      self->first, self->second));
}

static void
chosen_cb (GtkDropDown *drop, GParamSpec *pspec, SlPopulationPanel *self)
{
  const GArray *offered = g_object_get_data (G_OBJECT (drop), KEY);
  const guint i = gtk_drop_down_get_selected (drop);
  int *chosen = g_object_get_data (G_OBJECT (drop), "sl-chosen");

  if (i >= offered->len)
    return;
  *chosen = g_array_index (offered, int, i);
  update_add (self, g_object_get_data (G_OBJECT (drop), "sl-add"));
}

static GtkWidget *
parameter_list (SlPopulationPanel *self, const GArray *offered, int *chosen, guint usual, const char *name,
                GtkWidget *add)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  guint selected = MIN (usual, offered->len - 1);
  GtkWidget *drop;

  for (guint i = 0; i < offered->len; i++)
    {
      g_strv_builder_add (words, _ (label_of (self, g_array_index (offered, int, i))->title));
      if (g_array_index (offered, int, i) == *chosen)
        selected = i;
    }
  list = g_strv_builder_end (words);
  drop = sl_population_panel_list (name, (const char *const *) list, selected);
  *chosen = g_array_index (offered, int, selected);
  g_object_set_data_full (G_OBJECT (drop), KEY, g_array_ref ((GArray *) offered),
                          (GDestroyNotify) g_array_unref);
  g_object_set_data (G_OBJECT (drop), "sl-chosen", chosen);
  g_object_set_data (G_OBJECT (drop), "sl-add", add);
  g_signal_connect (drop, "notify::selected", G_CALLBACK (chosen_cb), self);
  return drop;
}

static void
build_correlations (SlPopulationPanel *self)
{
  const SlPopulationState *state = sl_population_document_get_state (self->document);
  GtkBox *box = self->content[SL_POPULATION_SECTION_CORRELATIONS];
  g_autoptr (GArray) offered = g_array_new (FALSE, FALSE, sizeof (int));
  GtkWidget *add = gtk_button_new_with_label (_ ("Add")), *line;

  self->building = SL_POPULATION_SECTION_CORRELATIONS;
  for (guint i = 0; i < state->spec.n_correlations; i++)
    {
      const SlPopPhi phi = { SL_PHI_CORRELATION, (int) i, (1u << state->spec.n_components) - 1 };
      const SlParamLabel *a = label_of (self, state->spec.correlation[i].a),
                         *b = label_of (self, state->spec.correlation[i].b);
      g_autofree char *title = g_strdup_printf (_ ("%s and %s"), _ (a->title), _ (b->title));
      g_autofree char *label = g_strdup_printf (_ ("Remove: %s"), title);
      GtkWidget *row = GTK_WIDGET (
          phi_row (self, &phi, "ρ", title,
                   _ ("Correlation coefficient of the two parameters, from −1 to 1."), STEP, 2, "", FALSE));
      GtkWidget *drop = gtk_button_new_from_icon_name ("list-remove-symbolic");

      line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_set_hexpand (row, TRUE);
      gtk_widget_set_valign (drop, GTK_ALIGN_START);
      gtk_widget_set_tooltip_text (drop, label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (drop), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      gtk_widget_add_css_class (drop, "flat");
      gtk_widget_add_css_class (drop, "sl-spread-menu");
      g_object_set_data (G_OBJECT (drop), KEY, GUINT_TO_POINTER (i));
      g_signal_connect (drop, "clicked", G_CALLBACK (drop_cb), self);
      gtk_box_append (GTK_BOX (line), row);
      gtk_box_append (GTK_BOX (line), drop);
      gtk_box_append (box, line);
    }
  for (int p = 0; p < SL_POP_N; p++)
    if (sl_pop_set_has (&state->spec.drawn, p) && state->spec.axis[0][p].shape == SL_POP_NORMAL)
      g_array_append_val (offered, p);
  if (offered->len < 2)
    {
      line = g_object_new (GTK_TYPE_LABEL, "label",
                           _ ("Two parameters with normal distributions can be correlated."), "xalign", 0.0,
                           "wrap", TRUE, NULL);
      gtk_widget_add_css_class (line, "sl-choice");
      gtk_widget_add_css_class (line, "dim-label");
      gtk_box_append (box, line);
      g_object_ref_sink (add);
      g_object_unref (add);
      return;
    }
  gtk_box_append (box,
                  sl_population_panel_line (_ ("Between"), parameter_list (self, offered, &self->first, 0,
                                                                           _ ("First of the two"), add)));
  gtk_box_append (box, sl_population_panel_line (_ ("and"), parameter_list (self, offered, &self->second, 1,
                                                                            _ ("Second of the two"), add)));
  g_signal_connect (add, "clicked", G_CALLBACK (add_correlation_cb), self);
  update_add (self, add);
  gtk_box_append (box, sl_population_panel_line ("", add));
}

void
sl_population_panel_build_groups (SlPopulationPanel *self)
{
  for (int g = SL_GROUP_HALO; g <= SL_GROUP_DUST; g++)
    build_group (self, g);
  build_second (self);
  build_correlations (self);
}
