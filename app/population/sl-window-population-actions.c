/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of the window of populations: steps back, presets, files, figures. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-population-file.h"
#include "app/desktop/sl-recent.h"
#include "app/population/sl-window-population-private.h"
#include "ui/plot/render/sl-plot-cairo.h"

/* Across two columns of a journal; heights as of the figures of galaxies. */
#define EXPORT_WIDTH_MM 180.0
#define EXPORT_HEIGHT_MM 120.0

static const char *const plot_names[] = {
  [SL_POPULATION_PLOT_COUNTS] = "counts", [SL_POPULATION_PLOT_MAP] = "map"
};

/* --- files ------------------------------------------------------------------ */

/* A toast has no room for what is wrong with a file. */
static void
complain (SlPopulationWindow *self, const char *heading, const char *text)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
fill_recent (SlPopulationWindow *self)
{
  if (sl_recent_fill (self->recent_menu, SL_POPULATION_MIME_TYPE) == 0)
    sl_recent_append_none (self->recent_menu);
}

static void
remember (SlPopulationWindow *self, const char *path)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL), *name = g_filename_display_basename (path);

  sl_recent_add (whole, name, SL_POPULATION_MIME_TYPE);
}

void
sl_population_window_open (SlPopulationWindow *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path), *text = g_strdup_printf (_ ("Opened “%s”"), name);

  g_return_if_fail (SL_IS_POPULATION_WINDOW (self));
  if (!sl_population_document_open (self->document, path, &error))
    {
      complain (self, _ ("The File Could Not Be Opened"), error->message);
      return;
    }
  remember (self, path);
  sl_population_window_toast (self, text, TRUE);
}

static void
save_to (SlPopulationWindow *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path), *text = g_strdup_printf (_ ("Saved “%s”"), name);

  if (!sl_population_document_save (self->document, path, &error))
    {
      complain (self, _ ("The File Was Not Saved"), error->message);
      return;
    }
  remember (self, path);
  sl_population_window_toast (self, text, FALSE);
}

static void
tell_saved (SlPopulationWindow *self, const char *path, const GError *error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = error ? g_strdup_printf (_ ("Not saved: %s"), error->message)
                                : g_strdup_printf (_ ("Saved %s"), name);

  sl_population_window_toast (self, text, FALSE);
}

static void
save_table_to (SlPopulationWindow *self, const char *path)
{
  const SlPopulationAnswer *answer = self->gradient && self->gradient->generation == self->answer->generation
                                         ? self->gradient
                                         : self->answer;
  const char separator = g_str_has_suffix (path, ".tsv") || g_str_has_suffix (path, ".txt") ? '\t' : ',';
  g_autofree char *text = sl_figure_population_table (&answer->spec, answer->result,
                                                      sl_population_answer_scale (answer), separator);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  tell_saved (self, path, error);
}

static void
save_figure_to (SlPopulationWindow *self, SlPlot *plot, const char *path)
{
  g_autoptr (GError) error = NULL;

  sl_plot_export (plot, path, EXPORT_WIDTH_MM, EXPORT_HEIGHT_MM, NULL, &error);
  tell_saved (self, path, error);
}

/* What a chosen file is for. */
typedef enum { FOR_OPENING, FOR_SAVING, FOR_TABLE, FOR_FIGURE } Purpose;

static const struct {
  GtkFileChooserAction action;
  const char *title, *accept, *filter;
  const char *patterns[4];
} purpose_table[] = {
  [FOR_OPENING] = { GTK_FILE_CHOOSER_ACTION_OPEN,
                    N_ ("Open Population"),
                    N_ ("_Open"),
                    N_ ("Populations"),
                    { "*.json", NULL } },
  [FOR_SAVING] = { GTK_FILE_CHOOSER_ACTION_SAVE,
                   N_ ("Save Population"),
                   N_ ("_Save"),
                   N_ ("Populations"),
                   { "*.json", NULL } },
  [FOR_TABLE] = { GTK_FILE_CHOOSER_ACTION_SAVE,
                  N_ ("Save Table"),
                  N_ ("_Save"),
                  N_ ("Tables (CSV, TSV)"),
                  { "*.csv", "*.tsv", "*.txt", NULL } },
  [FOR_FIGURE] = { GTK_FILE_CHOOSER_ACTION_SAVE,
                   N_ ("Save Figure"),
                   N_ ("_Save"),
                   N_ ("Figures (PDF, SVG, PNG)"),
                   { "*.pdf", "*.svg", "*.png", NULL } },
};

static void
chosen_cb (GtkNativeDialog *dialog, int response, SlPopulationWindow *self)
{
  const Purpose purpose = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), "purpose"));
  SlPlot *plot = g_object_get_data (G_OBJECT (dialog), "plot");
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (file && !path)
    sl_population_window_toast (self, _ ("The place is not a folder of this computer"), FALSE);
  else if (path && purpose == FOR_OPENING)
    sl_population_window_open (self, path);
  else if (path && purpose == FOR_SAVING)
    save_to (self, path);
  else if (path && purpose == FOR_TABLE)
    save_table_to (self, path);
  else if (path)
    save_figure_to (self, plot, path);
  g_clear_object (&self->chooser);
}

/* plot: what is seen now is what is saved; or NULL. */
static void
choose (SlPopulationWindow *self, Purpose purpose, const char *name, SlPlot *plot)
{
  GtkFileFilter *filter;

  if (self->chooser)
    return;
  self->chooser = gtk_file_chooser_native_new (_ (purpose_table[purpose].title), GTK_WINDOW (self),
                                               purpose_table[purpose].action,
                                               _ (purpose_table[purpose].accept), _ ("_Cancel"));
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _ (purpose_table[purpose].filter));
  for (guint i = 0; purpose_table[purpose].patterns[i]; i++)
    gtk_file_filter_add_pattern (filter, purpose_table[purpose].patterns[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  if (name)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_object_set_data (G_OBJECT (self->chooser), "purpose", GINT_TO_POINTER (purpose));
  if (plot)
    g_object_set_data_full (G_OBJECT (self->chooser), "plot", sl_plot_ref (plot),
                            (GDestroyNotify) sl_plot_unref);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- actions ---------------------------------------------------------------- */

#define HANDLER(name)                                                                                        \
  static void name (GSimpleAction *action, GVariant *parameter, gpointer data)                               \
  {                                                                                                          \
    SlPopulationWindow *self = data;
#define END }

HANDLER (undo_cb) sl_population_document_undo (self->document); END
HANDLER (redo_cb) sl_population_document_redo (self->document); END
HANDLER (reload_cb) sl_population_window_load (self); END
HANDLER (show_export_cb) gtk_menu_button_popup (self->export_button);
END HANDLER (preset_cb)
    sl_population_document_apply_preset (self->document, g_variant_get_string (parameter, NULL));
END HANDLER (open_cb) choose (self, FOR_OPENING, NULL, NULL);
END HANDLER (save_as_cb) choose (self, FOR_SAVING, "population.json", NULL);
END

HANDLER (draw_again_cb)
SlPopulationState state = *sl_population_document_get_state (self->document);

state.spec.seed++;
sl_population_document_change (self->document, &state, _ ("Draw again"));
END

HANDLER (open_file_cb)
  sl_population_window_open (self, g_variant_get_string (parameter, NULL));
END

HANDLER (save_cb)
  if (sl_population_document_get_path (self->document))
    {
      g_autofree char *path = g_strdup (sl_population_document_get_path (self->document));

      save_to (self, path);
    }
  else
    choose (self, FOR_SAVING, "population.json", NULL);
END

HANDLER (reset_all_cb)
  SlPopulationState state = *sl_population_document_get_base (self->document);

  state.n = sl_population_document_get_state (self->document)->n;
  sl_population_document_change (self->document, &state, _ ("Reset all parameters"));
  sl_population_window_toast (self, _ ("All parameters are reset"), TRUE);
END

static guint
plot_of (GVariant *name)
{
  return strcmp (g_variant_get_string (name, NULL), plot_names[SL_POPULATION_PLOT_MAP]) == 0
             ? SL_POPULATION_PLOT_MAP
             : SL_POPULATION_PLOT_COUNTS;
}

HANDLER (fit_cb) sl_plot_view_fit (self->view[plot_of (parameter)]); END

HANDLER (export_cb)
  SlPlot *plot = sl_plot_view_get_plot (self->view[plot_of (parameter)]);
  g_autofree char *name = g_strdup_printf ("starloom-population-%s.pdf", plot_names[plot_of (parameter)]);

  if (plot)
    choose (self, FOR_FIGURE, name, plot);
  else
    sl_population_window_toast (self, _ ("There is nothing to save yet"), FALSE);
END

HANDLER (export_table_cb)
  if (self->answer)
    choose (self, FOR_TABLE, "starloom-population.csv", NULL);
  else
    sl_population_window_toast (self, _ ("There is nothing to save yet"), FALSE);
END

static void
log_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlPopulationWindow *self = data;

  g_simple_action_set_state (action, state);
  self->log_counts = g_variant_get_boolean (state);
  sl_population_window_redraw (self);
}

static void
hold_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlPopulationWindow *self = data;

  g_simple_action_set_state (action, state);
  self->ranges.hold = g_variant_get_boolean (state);
  sl_population_window_redraw (self);
}

static void
panel_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlPopulationWindow *self = data;

  g_simple_action_set_state (action, state);
  adw_flap_set_reveal_flap (self->flap, g_variant_get_boolean (state));
}

static void
revealed_cb (AdwFlap *flap, GParamSpec *pspec, SlPopulationWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "show-panel");

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_boolean (adw_flap_get_reveal_flap (flap)));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SlPopulationWindow *self)
{
  GSList *files = g_value_get_boxed (value);
  g_autofree char *path = files ? g_file_get_path (files->data) : NULL;

  if (path)
    sl_population_window_open (self, path);
  return path != NULL;
}

static void
update_button (GtkButton *button, const char *what, const char *title, const char *keys)
{
  g_autofree char *text = title ? g_strdup_printf ("%s: %s (%s)", what, title, keys)
                                : g_strdup_printf ("%s (%s)", what, keys);

  gtk_widget_set_tooltip_text (GTK_WIDGET (button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void
sl_population_window_update_actions (SlPopulationWindow *self)
{
  GActionMap *map = G_ACTION_MAP (self);
  const struct { const char *name; gboolean enabled; } rows[] = {
    { "undo", sl_population_document_get_undo (self->document) != NULL },
    { "redo", sl_population_document_get_redo (self->document) != NULL },
    { "reset-all", sl_population_document_get_changed (self->document) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, rows[i].name)),
                                 rows[i].enabled);
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "preset")),
                             g_variant_new_string (sl_population_document_get_preset (self->document)));
  update_button (self->undo_button, _ ("Undo"), sl_population_document_get_undo (self->document),
                 _ ("Ctrl+Z"));
  update_button (self->redo_button, _ ("Redo"), sl_population_document_get_redo (self->document),
                 _ ("Ctrl+Shift+Z"));
}

void
sl_population_window_install_actions (SlPopulationWindow *self)
{
  static const GActionEntry entries[] = {
    { "undo", undo_cb },
    { "redo", redo_cb },
    { "reset-all", reset_all_cb },
    { "reload", reload_cb },
    { "open", open_cb },
    { "open-file", open_file_cb, "s" },
    { "save", save_cb },
    { "save-as", save_as_cb },
    { "export", export_cb, "s" },
    { "export-table", export_table_cb },
    { "show-export", show_export_cb },
    { "draw-again", draw_again_cb },
    { "fit", fit_cb, "s" },
    { "preset", preset_cb, "s", "''" },
    { "log-counts", NULL, NULL, "false", log_cb },
    { "hold-axes", NULL, NULL, "false", hold_cb },
    { "show-panel", NULL, NULL, "true", panel_cb },
  };
  static const char *const keys[] = { "projector", "tangent" };
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  /* Preferences of both windows. */
  for (guint i = 0; self->settings && i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GAction) action = g_settings_create_action (self->settings, keys[i]);

      g_action_map_add_action (G_ACTION_MAP (self), action);
    }
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill_recent), self,
                           G_CONNECT_SWAPPED);
  fill_recent (self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect (self->flap, "notify::reveal-flap", G_CALLBACK (revealed_cb), self);
}
