/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-drop-down.h"

#include "ui/compat/sl-one-name.h"

#define NAME "sl-name"
/* So much of a long choice is seen in the narrowest panel. */
#define LEAST_CHARS 9

/* Newer GTK names a list by what is selected, each time, and by a relation, which counts more than a text. */
static void
name_cb (GtkDropDown *drop)
{
  const char *name = g_object_get_data (G_OBJECT (drop), NAME);
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop));

  sl_one_name (GTK_WIDGET (drop), name);
  if (button)
    sl_one_name (button, name);
}

void
sl_drop_down_set_name (GtkDropDown *drop, const char *name)
{
  g_object_set_data_full (G_OBJECT (drop), NAME, g_strdup (name), g_free);
  g_signal_handlers_disconnect_by_func (drop, name_cb, NULL);
  g_signal_connect_after (drop, "notify::selected-item", G_CALLBACK (name_cb), NULL);
  g_signal_connect_after (drop, "map", G_CALLBACK (name_cb), NULL);
  name_cb (drop);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer ellipsize)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, NULL);

  if (ellipsize)
    g_object_set (label, "ellipsize", PANGO_ELLIPSIZE_END, "width-chars", LEAST_CHARS, NULL);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer ellipsize)
{
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
  if (ellipsize)
    gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), text);
}

void
sl_drop_down_cut_long (GtkDropDown *drop)
{
  for (int list = 0; list < 2; list++)
    {
      g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (!list));
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GINT_TO_POINTER (!list));
      if (list)
        gtk_drop_down_set_list_factory (drop, factory);
      else
        gtk_drop_down_set_factory (drop, factory);
    }
}
