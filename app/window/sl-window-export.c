/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/window/sl-window-private.h"
#include "ui/plot/render/sl-plot-cairo.h"

/* Across two columns of a journal. */
#define EXPORT_WIDTH_MM 180.0

static void
write_figure (SlWindow *self, SlPlot *figure, const SlFigureInfo *info, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path), *text = NULL;

  if (sl_plot_export (figure, path, EXPORT_WIDTH_MM, sl_figure_height_mm (info, EXPORT_WIDTH_MM), NULL,
                      &error))
    text = g_strdup_printf (_ ("Saved %s"), name);
  else
    text = g_strdup_printf (_ ("Not saved: %s"), error->message);
  sl_window_toast (self, text, FALSE);
}

static void
response_cb (GtkNativeDialog *dialog, int response, SlWindow *self)
{
  g_autoptr (GFile) file = NULL;
  SlPlot *figure = g_object_get_data (G_OBJECT (dialog), "figure");
  const SlFigureInfo *info = g_object_get_data (G_OBJECT (dialog), "info");

  if (response == GTK_RESPONSE_ACCEPT && (file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))))
    {
      g_autofree char *path = g_file_get_path (file);

      if (path)
        write_figure (self, figure, info, path);
      else
        sl_window_toast (self, _ ("Not saved: the place is not a folder of this computer"), FALSE);
    }
  g_clear_object (&self->chooser);
}

/* Of the first plot of this kind; the header's menu. */
void
sl_window_export_figure (SlWindow *self, const char *figure)
{
  for (guint i = 0; i < self->plots->len; i++)
    {
      SlWindowPlot *plot = g_ptr_array_index (self->plots, i);

      if (g_strcmp0 (plot->info->name, figure) == 0)
        {
          sl_window_export_plot (self, plot);
          return;
        }
    }
}

void
sl_window_export_plot (SlWindow *self, SlWindowPlot *plot)
{
  g_autofree char *name =
      g_strdup_printf ("starloom-%s-%s.pdf", sl_session_get_preset (self->session), plot->info->name);
  static const struct { const char *title, *pattern; } formats[] = {
    { N_ ("PDF document"), "*.pdf" }, { N_ ("SVG drawing"), "*.svg" }, { N_ ("PNG picture"), "*.png" } };
  SlPlot *shown = sl_plot_view_get_plot (plot->view);
  GtkFileFilter *all = gtk_file_filter_new ();

  if (self->chooser)
    return;
  if (!shown)
    {
      sl_window_toast (self, _ ("There is nothing to save yet"), FALSE);
      return;
    }
  self->chooser = gtk_file_chooser_native_new (_ ("Save Figure"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_filter_set_name (all, _ ("Figures (PDF, SVG, PNG)"));
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    gtk_file_filter_add_pattern (all, formats[i].pattern);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  /* What is seen now is what is saved, whatever becomes of the tile meanwhile. */
  g_object_set_data_full (G_OBJECT (self->chooser), "figure", sl_plot_ref (shown),
                          (GDestroyNotify) sl_plot_unref);
  g_object_set_data (G_OBJECT (self->chooser), "info", (gpointer) plot->info);
  g_signal_connect (self->chooser, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
sl_window_export_plot_data (SlWindow *self, SlWindowPlot *plot)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), "save-data",
                                  g_variant_new_string (plot->info->name));
}
