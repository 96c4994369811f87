/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n.h>

#include "app/window/sl-window-private.h"

/* The menus of one plot: its kind, its choices, saving. Each card has its own action group "plot" and two
 * menus, built from the table of figures. */

static void
kind_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlWindowPlot *plot = data;
  const char *name = g_variant_get_string (state, NULL);

  if (sl_figure_find (name) && strcmp (name, plot->info->name) != 0)
    sl_window_set_kind (plot->owner, plot, name);
}

/* Action "choice-NAME"; its state is the value's name. */
static void
choice_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlWindowPlot *plot = data;

  sl_window_set_choice (plot->owner, plot, g_action_get_name (G_ACTION (action)) + strlen ("choice-"),
                        g_variant_get_string (state, NULL));
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlWindowPlot *plot = data;

  sl_window_export_plot (plot->owner, plot);
}

static void
save_data_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlWindowPlot *plot = data;

  sl_window_export_plot_data (plot->owner, plot);
}

static void
copy_command_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlWindowPlot *plot = data;

  sl_window_copy_commands (plot->owner, plot);
}

static void
pop_out_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlWindowPlot *plot = data;

  sl_window_pop_out (plot->owner, plot);
}

static void
fit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlWindowPlot *plot = data;

  /* Ranges that still fit are chosen again, too. */
  memset (plot->ranges.axis, 0, sizeof plot->ranges.axis);
  sl_window_redraw (plot->owner);
  sl_plot_view_fit (plot->view);
}

void
sl_window_install_plot_actions (SlWindow *self, SlWindowPlot *plot)
{
  static const GActionEntry entries[] = {
    { "kind", NULL, "s", "''", kind_cb }, { "save", save_cb },     { "save-data", save_data_cb },
    { "pop-out", pop_out_cb },            { "fit", fit_cb },
    { "copy-command", copy_command_cb },
  };

  plot->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (plot->actions), entries, G_N_ELEMENTS (entries), plot);
  gtk_widget_insert_action_group (GTK_WIDGET (plot->card), "plot", G_ACTION_GROUP (plot->actions));
}

static GMenu *
kind_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < sl_figure_count (); i++)
    {
      const SlFigureInfo *info = sl_figure_info (i);
      g_autofree char *action = g_strdup_printf ("plot.kind::%s", info->name);

      g_menu_append (menu, _ (info->title), action);
    }
  return menu;
}

/* Adds an action for each choice of the kind, and a submenu of its values. */
static void
add_choices (SlWindowPlot *plot, GMenu *menu)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (plot->actions));

  for (guint i = 0; names[i]; i++)
    if (g_str_has_prefix (names[i], "choice-"))
      g_action_map_remove_action (G_ACTION_MAP (plot->actions), names[i]);
  for (guint c = 0; plot->info->choices && plot->info->choices[c].name; c++)
    {
      const SlFigureChoice *choice = &plot->info->choices[c];
      g_autoptr (GMenu) values = g_menu_new ();
      g_autofree char *name = g_strdup_printf ("choice-%s", choice->name);
      g_autoptr (GSimpleAction) action =
          g_simple_action_new_stateful (name, G_VARIANT_TYPE_STRING,
                                        g_variant_new_string (choice->values[plot->choice[c]].name));

      g_signal_connect (action, "change-state", G_CALLBACK (choice_cb), plot);
      g_action_map_add_action (G_ACTION_MAP (plot->actions), G_ACTION (action));
      for (guint v = 0; choice->values[v].name; v++)
        {
          g_autofree char *detailed = g_strdup_printf ("plot.%s::%s", name, choice->values[v].name);

          g_menu_append (values, _ (choice->values[v].title), detailed);
        }
      g_menu_append_submenu (menu, _ (choice->title), G_MENU_MODEL (values));
    }
}

static void
show_choices (SlWindowPlot *plot)
{
  for (guint c = 0; plot->info->choices && plot->info->choices[c].name; c++)
    {
      const SlFigureChoice *choice = &plot->info->choices[c];
      g_autofree char *name = g_strdup_printf ("choice-%s", choice->name);

      g_simple_action_set_state (
          G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (plot->actions), name)),
          g_variant_new_string (choice->values[plot->choice[c]].name));
    }
}

void
sl_window_forget_plot_menu (SlWindowPlot *plot)
{
  /* GTK 4.8 keeps sections of menus for ever, so they are left empty. */
  g_menu_remove_all (plot->choices_menu);
  g_menu_remove_all (plot->commands_menu);
  g_clear_object (&plot->choices_menu);
  g_clear_object (&plot->commands_menu);
}

/* Once: for the same reason a plot keeps its menu, whose content changes. */
static void
make_menu (SlWindowPlot *plot)
{
  g_autoptr (GMenu) kinds = kind_menu (), menu = g_menu_new ();

  plot->choices_menu = g_menu_new ();
  plot->commands_menu = g_menu_new ();
  g_menu_append_section (menu, NULL, G_MENU_MODEL (plot->choices_menu));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (plot->commands_menu));
  sl_plot_card_set_title_menu (plot->card, G_MENU_MODEL (kinds));
  sl_plot_card_set_menu (plot->card, G_MENU_MODEL (menu));
}

/* After a change of the kind or of a choice. */
void
sl_window_update_plot_actions (SlWindow *self, SlWindowPlot *plot)
{
  GMenu *commands;
  GAction *kind = g_action_map_lookup_action (G_ACTION_MAP (plot->actions), "kind");

  g_simple_action_set_state (G_SIMPLE_ACTION (kind), g_variant_new_string (plot->info->name));
  if (plot->menu_info == plot->info && plot->menu_own == (plot->window != NULL))
    {
      show_choices (plot);
      return;
    }
  if (!plot->menu_info)
    make_menu (plot);
  sl_window_shell_close_popovers (GTK_WIDGET (plot->card));
  plot->menu_info = plot->info;
  plot->menu_own = plot->window != NULL;
  g_menu_remove_all (plot->choices_menu);
  add_choices (plot, plot->choices_menu);
  commands = plot->commands_menu;
  g_menu_remove_all (commands);
  g_menu_append (commands, _ ("_Fit to Data"), "plot.fit");
  if (!plot->window)
    g_menu_append (commands, _ ("_Open in Own Window"), "plot.pop-out");
  g_menu_append (commands, _ ("_Save Figure…"), "plot.save");
  g_menu_append (commands, _ ("Save _Data…"), "plot.save-data");
  g_menu_append (commands, _ ("_Copy as Command Line"), "plot.copy-command");
}

/* The menu in the header: every tile. */
void
sl_window_update_export_menu (SlWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < self->plots->len; i++)
    {
      SlWindowPlot *plot = g_ptr_array_index (self->plots, i);
      g_autofree char *action = g_strdup_printf ("win.export('%s')", plot->info->name);
      g_autofree char *label = g_strdup_printf (_ ("%s…"), _ (plot->info->title));

      if (!plot->window)
        g_menu_append (menu, label, action);
    }
  gtk_menu_button_popdown (self->export_button);
  gtk_menu_button_set_menu_model (self->export_button, G_MENU_MODEL (menu));
}
