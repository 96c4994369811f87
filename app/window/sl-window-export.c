/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/sl-window-private.h"

/* The first plot of this kind; for the menu in the header. */
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

  sl_window_files_save_figure (&self->shell, sl_plot_view_get_plot (plot->view), name,
                               sl_figure_height_mm (plot->info, SL_FIGURE_WIDTH_MM));
}

void
sl_window_export_plot_data (SlWindow *self, SlWindowPlot *plot)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), "save-data",
                                  g_variant_new_string (plot->info->name));
}
