/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of the window of populations: undo, presets, files, figures. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/desktop/sl-window-reading.h"
#include "app/io/sl-population-file.h"
#include "app/population/sl-window-population-private.h"
#include "model/files/sl-new-file.h"

/* As the figures of galaxies. */
#define EXPORT_HEIGHT_MM 120.0

static const char *const plot_names[] = {
  [SL_POPULATION_PLOT_COUNTS] = "counts", [SL_POPULATION_PLOT_MAP] = "map"
};

/* --- files ------------------------------------------------------------------ */

static gpointer
load_file (const char *path, GError **error)
{
  return sl_population_opened_read (path, error);
}

static void
free_loaded (gpointer opened)
{
  sl_population_opened_free (opened);
}

static void
take_file (GtkWindow *window, const char *path, gpointer opened)
{
  sl_population_document_take (SL_POPULATION_WINDOW (window)->document, path, opened);
}

static gboolean
write_file (GtkWindow *window, const char *path, GError **error)
{
  return sl_population_document_save (SL_POPULATION_WINDOW (window)->document, path, error);
}

static const char *
get_path (GtkWindow *window)
{
  return sl_population_document_get_path (SL_POPULATION_WINDOW (window)->document);
}

static char *
get_name (GtkWindow *window)
{
  const char *path = get_path (window);

  return path ? g_filename_display_basename (path) : NULL;
}

static char *
suggest_name (GtkWindow *window)
{
  return g_strdup ("population.json");
}

static char **
list_aside (GtkWindow *window)
{
  return sl_population_document_list_aside (SL_POPULATION_WINDOW (window)->document);
}

static gboolean
is_modified (GtkWindow *window)
{
  return sl_population_document_get_changed (SL_POPULATION_WINDOW (window)->document);
}

static gboolean
leave (GtkWindow *window, gboolean keep, GError **error)
{
  return sl_population_document_leave (SL_POPULATION_WINDOW (window)->document, keep, error);
}

static const char *
restored_text (void)
{
  return _ ("Unsaved work is restored");
}

static const SlWindowFiles files = {
  .mime_type = SL_POPULATION_MIME_TYPE,
  .open = { N_ ("Open Population"), N_ ("Populations"), { "*.json" }, TRUE },
  .save = { N_ ("Save Population"), N_ ("Populations"), { "*.json" }, FALSE },
  .load = load_file,
  .take = take_file,
  .free_loaded = free_loaded,
  .write = write_file,
  .get_path = get_path,
  .get_name = get_name,
  .suggest_name = suggest_name,
  .restored_text = restored_text,
  .list_aside = list_aside,
  .modified = is_modified,
  .leave = leave,
};

void
sl_population_window_open (SlPopulationWindow *self, const char *path)
{
  g_return_if_fail (SL_IS_POPULATION_WINDOW (self));
  sl_window_files_open (&self->shell, path);
}

static void
restored_cb (GtkWindow *window, const char *path, gpointer opened, const GError *error, gpointer data)
{
  SlPopulationWindow *self = SL_POPULATION_WINDOW (window);
  g_autofree char *message = sl_population_document_end_attach (self->document, path, opened, error);

  if (message)
    sl_population_window_toast (self, message, FALSE);
}

void
sl_population_window_restore (SlPopulationWindow *self, const char *path)
{
  static const SlReadingKind kind = { load_file, free_loaded, restored_cb };

  sl_window_reading_begin (GTK_WINDOW (self), path, &kind, NULL, NULL);
}

static void
save_table_cb (GtkWindow *window, const char *path, gpointer data)
{
  SlPopulationWindow *self = SL_POPULATION_WINDOW (window);
  const SlPopulationAnswer *answer = self->gradient && self->gradient->generation == self->answer->generation
                                         ? self->gradient
                                         : self->answer;
  const char separator = g_str_has_suffix (path, ".tsv") || g_str_has_suffix (path, ".txt") ? '\t' : ',';
  g_autofree char *text = sl_figure_population_table (&answer->spec, answer->result,
                                                      sl_population_answer_scale (answer), separator);
  g_autoptr (GError) error = NULL;

  sl_file_write (path, text, strlen (text), SL_FILE_SHARED, &error);
  sl_window_files_tell_saved (&self->shell, path, error);
}

/* --- actions ---------------------------------------------------------------- */

#define HANDLER(name)                                                                                        \
  static void name (GSimpleAction *action, GVariant *parameter, gpointer data)                               \
  {                                                                                                          \
    SlPopulationWindow *self = data;
#define END }

/* clang-format off */
HANDLER (undo_cb) sl_population_document_undo (self->document); END
HANDLER (redo_cb) sl_population_document_redo (self->document); END
HANDLER (reload_cb) sl_population_window_load (self); END
HANDLER (show_export_cb) gtk_menu_button_popup (self->export_button); END

HANDLER (preset_cb)
  sl_population_document_apply_preset (self->document, g_variant_get_string (parameter, NULL));
END

HANDLER (draw_again_cb)
  SlPopulationState state = *sl_population_document_get_state (self->document);

  state.spec.seed++;
  sl_population_document_change (self->document, &state, _ ("Draw again"));
END

HANDLER (reset_all_cb)
  SlPopulationState state = *sl_population_document_get_base (self->document);

  state.n = sl_population_document_get_state (self->document)->n;
  sl_population_document_change (self->document, &state, _ ("Reset all parameters"));
  sl_population_window_toast (self, _ ("All parameters are reset"), TRUE);
END
/* clang-format on */

static guint
plot_of (GVariant *name)
{
  return strcmp (g_variant_get_string (name, NULL), plot_names[SL_POPULATION_PLOT_MAP]) == 0
             ? SL_POPULATION_PLOT_MAP
             : SL_POPULATION_PLOT_COUNTS;
}

/* clang-format off */
HANDLER (fit_cb) sl_plot_view_fit (self->view[plot_of (parameter)]); END

HANDLER (export_cb)
  SlPlot *plot = sl_plot_view_get_plot (self->view[plot_of (parameter)]);
  g_autofree char *name = g_strdup_printf ("starloom-population-%s.pdf", plot_names[plot_of (parameter)]);

  sl_window_files_save_figure (&self->shell, plot, name, EXPORT_HEIGHT_MM);
END

HANDLER (export_table_cb)
  static const SlFileKind kind = { N_ ("Save Table"), N_ ("Tables (CSV, TSV)"), { "*.csv", "*.tsv", "*.txt" },
                                   FALSE };

  if (self->answer)
    sl_window_files_choose (&self->shell, &kind, "starloom-population.csv", save_table_cb, NULL, NULL);
  else
    sl_window_files_tell_nothing (&self->shell);
END
/* clang-format on */

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

void
sl_population_window_update_actions (SlPopulationWindow *self)
{
  GActionMap *map = G_ACTION_MAP (self);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "reset-all")),
                               sl_population_document_get_changed (self->document));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "preset")),
                             g_variant_new_string (sl_population_document_get_preset (self->document)));
  sl_window_shell_update_undo (&self->shell, sl_population_document_get_undo (self->document),
                               sl_population_document_get_redo (self->document));
}

void
sl_population_window_install_actions (SlPopulationWindow *self)
{
  static const GActionEntry entries[] = {
    { "undo", undo_cb },
    { "redo", redo_cb },
    { "reset-all", reset_all_cb },
    { "reload", reload_cb },
    { "export", export_cb, "s" },
    { "export-table", export_table_cb },
    { "show-export", show_export_cb },
    { "draw-again", draw_again_cb },
    { "fit", fit_cb, "s" },
    { "preset", preset_cb, "s", "''" },
    { "log-counts", NULL, NULL, "false", log_cb },
    { "hold-axes", NULL, NULL, "false", hold_cb },
  };
  static const char *const keys[] = { "projector", "tangent" };

  self->shell = (SlWindowShell) { .window = GTK_WINDOW (self),
                                  .toasts = self->toasts,
                                  .split = self->split,
                                  .undo_button = self->undo_button,
                                  .redo_button = self->redo_button,
                                  .recent_menu = self->recent_menu,
                                  .files = &files };
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  /* Preferences of both windows. */
  for (guint i = 0; self->settings && i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GAction) action = g_settings_create_action (self->settings, keys[i]);

      g_action_map_add_action (G_ACTION_MAP (self), action);
    }
  sl_window_shell_install (&self->shell);
  sl_window_files_install (&self->shell);
}
