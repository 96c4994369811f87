/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-recent.h"

#include <string.h>

#include <glib/gi18n.h>

#define MOST 8

static int
compare_age (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

void
sl_recent_append (GMenu *menu, const char *name, const char *path)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
  /* An underscore in a file name is not an access key. */
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);
  g_autofree char *plain = g_strjoinv ("__", parts);

  g_menu_item_set_label (item, plain);
  g_menu_item_set_action_and_target (item, "win.open-file", "s", path);
  g_menu_append_item (menu, item);
}

void
sl_recent_append_none (GMenu *menu)
{
  g_menu_append (menu, _ ("No Files Yet"), "win.no-files");
}

guint
sl_recent_fill (GMenu *menu, const char *mime_type)
{
  GList *items = g_list_sort (gtk_recent_manager_get_items (gtk_recent_manager_get_default ()), compare_age);
  guint n = 0;

  g_menu_remove_all (menu);
  for (GList *item = items; item && n < MOST; item = item->next)
    {
      g_autofree char *path = g_filename_from_uri (gtk_recent_info_get_uri (item->data), NULL, NULL);

      if (!path || strcmp (gtk_recent_info_get_mime_type (item->data), mime_type) != 0
          || !gtk_recent_info_exists (item->data))
        continue;
      sl_recent_append (menu, gtk_recent_info_get_display_name (item->data), path);
      n++;
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  return n;
}

void
sl_recent_add (const char *path, const char *name, const char *mime_type)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GtkRecentData data = { .display_name = (char *) name,
                         .mime_type = (char *) mime_type,
                         .app_name = (char *) "starloom",
                         .app_exec = (char *) "starloom %u" };

  if (uri)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}
