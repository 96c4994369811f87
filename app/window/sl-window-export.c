/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures, numbers and command lines of plots. */
#include <glib/gi18n.h>

#include "app/desktop/sl-settings.h"
#include "app/io/sl-export-data.h"
#include "app/window/sl-window-private.h"

/* The first plot of this kind, or NULL. */
static SlWindowPlot *
find_plot (SlWindow *self, const char *figure)
{
  for (guint i = 0; i < self->plots->len; i++)
    {
      SlWindowPlot *plot = g_ptr_array_index (self->plots, i);

      if (g_strcmp0 (plot->info->name, figure) == 0)
        return plot;
    }
  return NULL;
}

/* For the menu in the header. */
void
sl_window_export_figure (SlWindow *self, const char *figure)
{
  SlWindowPlot *plot = find_plot (self, figure);

  if (plot)
    sl_window_export_plot (self, plot);
}

void
sl_window_export_plot (SlWindow *self, SlWindowPlot *plot)
{
  g_autofree char *name =
      g_strdup_printf ("starloom-%s-%s.pdf", sl_session_get_preset (self->session), plot->info->name);

  sl_window_files_save_figure (&self->shell, sl_plot_view_get_plot (plot->view), name,
                               sl_figure_height_mm (plot->info, SL_FIGURE_WIDTH_MM));
}

/* --- what a plot shows ---------------------------------------------------- */

typedef struct {
  SlFigureOptions options;
  SlFigurePin pins[SL_SESSION_MAX_PINS];
  char *grid;                    /* of a library that the user chose; NULL: the installed one */
  SlFigureCommand command;       /* points to the other members */
} Shown;

static void
shown_clear (Shown *self)
{
  g_free (self->grid);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shown, shown_clear)

static void
fill_shown (SlWindow *self, SlWindowPlot *plot, Shown *shown)
{
  SlSession *session = self->session;
  SlMedium medium;

  sl_window_figure_options (self, plot, &shown->options);
  shown->options.galaxy = sl_session_get_galaxy (session);
  shown->options.pins = shown->pins;
  for (guint i = 0; i < sl_session_n_pins (session); i++)
    if (sl_session_get_pin (session, i)->shown)
      shown->pins[shown->options.n_pins++] = (SlFigurePin) {
        .name = sl_session_get_pin (session, i)->name, .galaxy = &sl_session_get_pin (session, i)->galaxy
      };
  shown->command = (SlFigureCommand) { .info = plot->info,
                                       .options = &shown->options,
                                       .preset = sl_session_get_preset (session) };
  shown->command.lines = sl_session_get_line_names (session, &shown->command.n_lines);
  if (!self->settings || !sl_settings_has_own_library (self->settings))
    return;
  shown->grid = sl_settings_library (self->settings);
  medium = sl_settings_medium (self->settings, shown->grid);
  shown->command.grid = shown->grid;
  shown->command.medium = medium == SL_MEDIUM_AIR ? "air" : medium == SL_MEDIUM_VACUUM ? "vacuum" : NULL;
}

/* --- numbers -------------------------------------------------------------- */

static gboolean
fill_data (SlWindow *self, SlWindowPlot *plot, Shown *shown, SlExportData *data)
{
  SlEngine *engine = self->worker ? sl_worker_get_engine (self->worker) : NULL;

  fill_shown (self, plot, shown);
  *data = (SlExportData) { .plot = sl_plot_view_get_plot (plot->view),
                           .command = shown->command,
                           .library = engine ? engine->templates->path : NULL,
                           .imf = engine ? engine->templates->imf : NULL };
  return data->plot != NULL;
}

char *
sl_window_plot_data (SlWindow *self, SlWindowPlot *plot, GError **error)
{
  g_auto (Shown) shown = { 0 };
  SlExportData data;

  return fill_data (self, plot, &shown, &data) ? sl_export_data_text (&data, ',', error) : NULL;
}

/* data: the plot's view. */
static void
save_data_chosen_cb (GtkWindow *parent, const char *path, gpointer view)
{
  SlWindow *self = SL_WINDOW (parent);
  g_auto (Shown) shown = { 0 };
  g_autoptr (GError) error = NULL;
  SlWindowPlot *plot = NULL;
  SlExportData data;

  /* It may have gone while the dialog was open. */
  for (guint i = 0; i < self->plots->len && !plot; i++)
    if (((SlWindowPlot *) g_ptr_array_index (self->plots, i))->view == view)
      plot = g_ptr_array_index (self->plots, i);
  if (!plot || !fill_data (self, plot, &shown, &data))
    {
      sl_window_files_tell_nothing (&self->shell);
      return;
    }
  sl_export_data (&data, path, &error);
  sl_window_files_tell_saved (&self->shell, path, error);
}

void
sl_window_export_plot_data (SlWindow *self, SlWindowPlot *plot)
{
  static const SlFileKind kind = { N_ ("Save Data"), N_ ("Tables (CSV, TSV, text)"),
                                   { "*.csv", "*.tsv", "*.txt" }, FALSE };
  g_autofree char *name =
      g_strdup_printf ("starloom-%s-%s.csv", sl_session_get_preset (self->session), plot->info->name);

  sl_window_files_choose (&self->shell, &kind, name, save_data_chosen_cb, g_object_ref (plot->view),
                          g_object_unref);
}

void
sl_window_export_data (SlWindow *self, const char *figure)
{
  SlWindowPlot *plot = find_plot (self, figure);

  if (plot)
    sl_window_export_plot_data (self, plot);
}

/* --- command lines -------------------------------------------------------- */

static gboolean
has_table (const SlGalaxy *galaxy)
{
  return (galaxy->sfh_form == SL_SFH_TABLE && galaxy->sfh_table)
         || (galaxy->metals == SL_METALS_TABLE && galaxy->metals_table);
}

void
sl_window_copy_commands (SlWindow *self, SlWindowPlot *only)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean tables = FALSE;
  guint n = 0;

  for (guint i = 0; i < self->plots->len; i++)
    {
      SlWindowPlot *plot = g_ptr_array_index (self->plots, i);
      g_auto (Shown) shown = { 0 };
      g_autofree char *line = NULL, *out = NULL;
      guint like = 1;

      if (only ? plot != only : plot->window != NULL)
        continue;
      fill_shown (self, plot, &shown);
      tables = has_table (shown.options.galaxy);
      for (guint k = 0; k < shown.options.n_pins; k++)
        tables |= has_table (shown.pins[k].galaxy);
      /* Plots of one kind go to files of their own. */
      for (guint k = 0; k < i && !only; k++)
        like += ((SlWindowPlot *) g_ptr_array_index (self->plots, k))->info == plot->info;
      if (like > 1)
        out = g_strdup_printf ("starloom-%s-%u.pdf", plot->info->name, like);
      shown.command.out = out;
      line = sl_figure_command (&shown.command);
      g_string_append_printf (text, "%s%s", n++ ? "\n" : "", line);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
  sl_window_toast (self,
                   tables  ? _ ("Copied the command line; run it in the folder of its tables")
                   : n > 1 ? _ ("Copied the command lines of these plots")
                           : _ ("Copied the command line of this plot"),
                   FALSE);
}
