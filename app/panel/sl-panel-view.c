/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows are shown: two levels of one state, and a search. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/figures/sl-param-labels.h"
#include "app/panel/sl-panel-private.h"
#include "app/panel/sl-param-marks.h"
#include "model/galaxy/sl-presets.h"
#include "ui/compat/sl-one-name.h"

static const char *const level_names[] = { [SL_PANEL_SIMPLE] = "simple", [SL_PANEL_FULL] = "full" };

/* --- search --------------------------------------------------------------- */

/* Ignores case and accents. */
static char *
search_key (const char *text)
{
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = apart ? g_utf8_casefold (apart, -1) : g_strdup ("");
  g_autoptr (GString) key = g_string_new (NULL);

  for (const char *p = folded; *p; p = g_utf8_next_char (p))
    if (!g_unichar_ismark (g_utf8_get_char (p)))
      g_string_append_unichar (key, g_utf8_get_char (p));
  return g_strdup (key->str);
}

static char *
key_of_param (SlParamId id)
{
  const SlParamInfo *info = sl_param_info (id);
  const SlParamMarks *marks = sl_param_marks (id);
  g_autoptr (GString) text = g_string_new (info->name);

  g_string_append_printf (text, "\n%s\n%s\n%s", _ (sl_param_group_label (info->group)->title),
                          marks->simple_title ? _ (marks->simple_title) : "",
                          marks->simple_help ? _ (marks->simple_help) : "");
  /* By any name that a dust law gives it. */
  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    {
      const SlParamLabel *label = sl_param_label_by_law (law, id);
      g_autofree char *symbol = NULL;

      if (law > 0 && label == sl_param_label_by_law (0, id))
        continue;
      if (!pango_parse_markup (label->symbol, -1, 0, NULL, &symbol, NULL, NULL))
        symbol = g_strdup ("");
      g_string_append_printf (text, "\n%s\n%s\n%s", symbol, _ (label->title), _ (label->tooltip));
    }
  return search_key (text->str);
}

static char *
key_of_option (SlOptionId id)
{
  const SlOptionInfo *info = sl_option_info (id);
  g_autoptr (GString) text = g_string_new (_ (info->title));

  /* Titles of switches have an access key. */
  g_string_replace (text, "_", "", 0);
  g_string_append_printf (text, "\n%s\n%s\n%s", info->name, _ (info->tooltip),
                          _ (sl_param_group_label (info->group)->title));
  for (guint i = 0; i < info->n_values && !info->is_switch; i++)
    g_string_append_printf (text, "\n%s", _ (sl_option_value_title (id, i)));
  return search_key (text->str);
}

static gboolean
searching (SlPanel *self)
{
  return self->words && self->words[0];
}

/* All words, in any order. */
static gboolean
matches (SlPanel *self, const char *key)
{
  for (char **word = self->words; *word; word++)
    if (!strstr (key, *word))
      return FALSE;
  return TRUE;
}

static void
search_cb (SlPanel *self)
{
  g_autofree char *key = search_key (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  g_auto (GStrv) parts = g_strsplit_set (key, " \t", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (char **part = parts; *part; part++)
    if (**part)
      g_strv_builder_add (words, *part);
  g_strfreev (self->words);
  self->words = g_strv_builder_end (words);
  sl_panel_update_view (self);
}

static void
clear_cb (SlPanel *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  search_cb (self);
  gtk_widget_grab_focus (self->search);
}

static void
stop_search_cb (SlPanel *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  search_cb (self);
}

/* Enter moves to the first match. */
static void
search_activate_cb (SlPanel *self)
{
  search_cb (self);
  for (int i = 0; searching (self) && i < SL_N_PARAMS; i++)
    {
      GtkWidget *row = GTK_WIDGET (self->row[i]);

      if (gtk_widget_get_visible (row) && gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD))
        return;
    }
}

void
sl_panel_focus_search (SlPanel *self)
{
  gtk_widget_grab_focus (self->search);
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

static gboolean
shortcut_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  sl_panel_focus_search (data);
  return GDK_EVENT_STOP;
}

/* --- what is changed out of sight ------------------------------------------ */

/* Whether a parameter that the level Simple does not show differs from the preset. */
static gboolean
hidden_change (SlPanel *self, SlParamId id)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);

  return !sl_param_marks (id)->simple_title && sl_galaxy_uses (galaxy, id)
         && galaxy->value[id] != sl_session_get_default (self->session, id);
}

/* The level Simple shows no options. group SL_N_GROUPS: all groups. */
static guint
count_changes (SlPanel *self, SlParamGroup group)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);
  const gboolean all = group == SL_N_GROUPS;
  SlGalaxy base;
  guint n = 0;

  if (!sl_preset_apply (sl_session_get_preset (self->session), &base))
    sl_galaxy_init (&base);
  for (int i = 0; i < SL_N_PARAMS; i++)
    n += (all || sl_param_info (i)->group == group) && hidden_change (self, i);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    n += (all || sl_option_info (i)->group == group)
         && sl_galaxy_option (galaxy, i) != sl_galaxy_option (&base, i) && sl_galaxy_uses_option (galaxy, i);
  if (all || group == SL_GROUP_GAS)
    n += memcmp (galaxy->lines_off, base.lines_off, sizeof base.lines_off) != 0;
  if (all || group == SL_GROUP_MAIN_SEQUENCE)
    n += galaxy->sfh_form == SL_SFH_CONTINUITY
         && memcmp (galaxy->sfh_edges, base.sfh_edges, sizeof base.sfh_edges) != 0;
  return n;
}

guint
sl_panel_count_hidden_changes (SlPanel *self)
{
  return count_changes (self, SL_N_GROUPS);
}

void
sl_panel_update_note (SlPanel *self)
{
  const guint n =
      self->level == SL_PANEL_SIMPLE && !searching (self) ? sl_panel_count_hidden_changes (self) : 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->note, n > 0);
  if (n == 0)
    return;
  text = g_strdup_printf (ngettext ("%u more setting is changed — show all",
                                    "%u more settings are changed — show all", n), n);
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (self->note)), text) != 0)
    gtk_button_set_label (GTK_BUTTON (self->note), text);
}

static void
note_cb (SlPanel *self)
{
  sl_panel_set_level (self, SL_PANEL_FULL);
  for (guint g = 0; g < SL_N_GROUPS; g++)
    if (count_changes (self, g))
      sl_param_section_set_expanded (self->group[g], TRUE);
}

/* --- level ---------------------------------------------------------------- */

/* Rows of parameters and of options that a group shows. */
static void
show_group (SlPanel *self, SlParamGroup group)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);
  const gboolean search = searching (self), simple = self->level == SL_PANEL_SIMPLE;
  guint n_rows = 0, n_here = 0, n_options = 0;

  for (int i = 0; i < SL_N_PARAMS; i++)
    if (sl_param_info (i)->group == group)
      {
        const gboolean here = sl_panel_in_sight (galaxy, i);
        const gboolean few = sl_param_marks (i)->simple_title != NULL;
        const gboolean show = here && (search ? matches (self, self->param_key[i]) : !simple || few);

        gtk_widget_set_visible (GTK_WIDGET (self->row[i]), show);
        sl_param_row_set_simple (self->row[i], simple);
        n_here += here;
        n_rows += show;
      }
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (sl_option_info (i)->group == group)
      {
        const gboolean show = search ? matches (self, self->option_key[i]) : !simple;

        sl_panel_options_set_shown (self->options, i, show);
        n_options += show;
      }
  if (group == SL_GROUP_GAS)
    {
      const gboolean show = search ? matches (self, self->lines_key) : !simple;

      gtk_widget_set_visible (self->lines_place, show);
      n_options += show;
    }
  sl_param_section_set_mode (self->group[group], search ? SL_PARAM_SECTION_OPEN
                                                 : simple ? SL_PARAM_SECTION_FLAT : SL_PARAM_SECTION_FOLDS);
  gtk_widget_set_visible (GTK_WIDGET (self->group[group]), n_rows > 0 || (n_here > 0 && n_options > 0));
}

static gboolean
any_group (SlPanel *self)
{
  for (guint g = 0; g < SL_N_GROUPS; g++)
    if (gtk_widget_get_visible (GTK_WIDGET (self->group[g])))
      return TRUE;
  return FALSE;
}

void
sl_panel_update_view (SlPanel *self)
{
  gboolean nothing;

  for (guint g = 0; g < SL_N_GROUPS; g++)
    show_group (self, g);
  nothing = !any_group (self);
  gtk_widget_set_visible (self->nothing, nothing);
  if (nothing)
    {
      const char *sought = gtk_editable_get_text (GTK_EDITABLE (self->search));
      g_autofree char *text = g_strdup_printf (_ ("Nothing matches “%s”"), sought);

      gtk_label_set_text (GTK_LABEL (self->nothing_label), text);
    }
  if (self->level == SL_PANEL_SIMPLE)
    gtk_widget_add_css_class (GTK_WIDGET (self->box), "sl-simple");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->box), "sl-simple");
  sl_panel_update_note (self);
}

void
sl_panel_set_level (SlPanel *self, SlPanelLevel level)
{
  g_return_if_fail (level == SL_PANEL_SIMPLE || level == SL_PANEL_FULL);

  if (self->level == level)
    return;
  self->level = level;
  self->updating = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->level_button[level]), TRUE);
  self->updating = FALSE;
  if (self->settings)
    g_settings_set_string (self->settings, "level", level_names[level]);
  sl_panel_update_view (self);
}

void
sl_panel_reveal (SlPanel *self, SlParamId id)
{
  GtkWidget *row = GTK_WIDGET (self->row[id]);

  if (!gtk_widget_get_child_visible (row) || !gtk_widget_get_visible (row))
    sl_panel_set_level (self, SL_PANEL_FULL);
  if (self->level == SL_PANEL_FULL)
    sl_param_section_set_expanded (self->group[sl_param_info (id)->group], TRUE);
  /* The viewport follows the focus. */
  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

SlPanelLevel
sl_panel_get_level (SlPanel *self)
{
  return self->level;
}

static void
level_cb (GtkToggleButton *button, SlPanel *self)
{
  if (!self->updating && gtk_toggle_button_get_active (button))
    sl_panel_set_level (self, GTK_WIDGET (button) == self->level_button[SL_PANEL_SIMPLE] ? SL_PANEL_SIMPLE
                                                                                         : SL_PANEL_FULL);
}

static void
setting_cb (SlPanel *self)
{
  g_autofree char *name = g_settings_get_string (self->settings, "level");

  sl_panel_set_level (self,
                      g_strcmp0 (name, level_names[SL_PANEL_FULL]) == 0 ? SL_PANEL_FULL : SL_PANEL_SIMPLE);
}

/* Older installed settings lack this key, and reading it would end the program. */
static gboolean
knows_level (GSettings *settings)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  return g_settings_schema_has_key (schema, "level");
}

void
sl_panel_bind_settings (SlPanel *self, GSettings *settings)
{
  if (settings && !knows_level (settings))
    settings = NULL;
  if (self->settings)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_set_object (&self->settings, settings);
  if (!settings)
    return;
  g_signal_connect_swapped (settings, "changed::level", G_CALLBACK (setting_cb), self);
  setting_cb (self);
}

/* --- head ----------------------------------------------------------------- */

static GtkWidget *
new_levels (SlPanel *self)
{
  static const struct { const char *label, *tip; } table[] = {
    [SL_PANEL_SIMPLE] = { N_ ("Simple"), N_ ("A few parameters with everyday names") },
    [SL_PANEL_FULL] = { N_ ("Full"), N_ ("All parameters, in groups") },
  };
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  gtk_widget_add_css_class (box, "linked");
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Level of detail"), -1);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (_ (table[i].label));

      self->level_button[i] = button;
      gtk_widget_set_tooltip_text (button, _ (table[i].tip));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ (table[i].label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      _ (table[i].tip), -1);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->level_button[SL_PANEL_FULL]),
                               GTK_TOGGLE_BUTTON (self->level_button[SL_PANEL_SIMPLE]));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->level_button[self->level]), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_signal_connect (self->level_button[i], "toggled", G_CALLBACK (level_cb), self);
  return box;
}

static GtkWidget *
new_search (SlPanel *self)
{
  GtkWidget *search = gtk_search_entry_new ();

  self->search = search;
  g_object_set (search, "placeholder-text", _ ("Search (Ctrl+F)"), "hexpand", TRUE, NULL);
  gtk_editable_set_width_chars (GTK_EDITABLE (search), 8);
  gtk_widget_set_tooltip_text (search, _ ("Finds parameters and choices by name, symbol or meaning"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search for a parameter"), -1);
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (search_cb), self);
  g_signal_connect_swapped (search, "stop-search", G_CALLBACK (stop_search_cb), self);
  g_signal_connect_swapped (search, "activate", G_CALLBACK (search_activate_cb), self);
  return search;
}

static GtkWidget *
new_nothing (SlPanel *self)
{
  self->nothing = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 12,
                                "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->nothing, "sl-panel-nothing");
  self->nothing_label =
      g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "justify",
                    GTK_JUSTIFY_CENTER, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_widget_add_css_class (self->nothing_label, "dim-label");
  self->clear = gtk_button_new_with_mnemonic (_ ("_Clear the Search"));
  sl_one_name_below (self->clear);
  gtk_widget_set_halign (self->clear, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->clear, "clicked", G_CALLBACK (clear_cb), self);
  gtk_box_append (GTK_BOX (self->nothing), self->nothing_label);
  gtk_box_append (GTK_BOX (self->nothing), self->clear);
  return self->nothing;
}

/* Above the scrolled rows. */
static void
place_head (SlPanel *self)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self->box), GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *outer = scrolled ? gtk_widget_get_parent (scrolled) : NULL;

  if (outer && GTK_IS_BOX (outer))
    gtk_box_insert_child_after (GTK_BOX (outer), self->head, gtk_widget_get_prev_sibling (scrolled));
  else
    gtk_box_prepend (self->box, self->head);
}

void
sl_panel_add_view (SlPanel *self)
{
  GtkShortcut *find = gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_f, GDK_CONTROL_MASK),
                                        gtk_callback_action_new (shortcut_cb, self, NULL));

  for (int i = 0; i < SL_N_PARAMS; i++)
    self->param_key[i] = key_of_param (i);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    self->option_key[i] = key_of_option (i);
  self->lines_key = search_key (_ ("Emission lines"));
  self->level = SL_PANEL_FULL;
  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->head, "sl-panel-head");
  gtk_box_append (GTK_BOX (self->head), new_levels (self));
  gtk_box_append (GTK_BOX (self->head), new_search (self));
  self->shortcuts = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (self->shortcuts), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (self->shortcuts), find);
  gtk_widget_add_controller (self->head, self->shortcuts);
  place_head (self);
  self->note = gtk_button_new_with_label ("");
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->note))), TRUE);
  gtk_widget_add_css_class (self->note, "flat");
  gtk_widget_add_css_class (self->note, "sl-panel-note");
  gtk_widget_set_visible (self->note, FALSE);
  g_signal_connect_swapped (self->note, "clicked", G_CALLBACK (note_cb), self);
  gtk_box_append (self->box, self->note);
  gtk_box_append (self->box, new_nothing (self));
}

void
sl_panel_leave_view (SlPanel *self)
{
  GtkWidget *const heard[] = { self->level_button[0], self->level_button[1], self->search, self->note,
                               self->clear };

  for (guint i = 0; i < G_N_ELEMENTS (heard); i++)
    g_signal_handlers_disconnect_by_data (heard[i], self);
  gtk_widget_remove_controller (self->head, self->shortcuts);
  if (self->settings)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  g_strfreev (self->words);
  for (int i = 0; i < SL_N_PARAMS; i++)
    g_free (self->param_key[i]);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    g_free (self->option_key[i]);
  g_free (self->lines_key);
}
