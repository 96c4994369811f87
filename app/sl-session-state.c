/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sl-session-state.h"

#include <json-glib/json-glib.h>
#include <math.h>

#include <glib/gi18n.h>

#define STATE_FORMAT "starloom-state"
#define STATE_VERSION 1

static void
set_clamped (SlGalaxy *galaxy, SlParamId id, double value)
{
  double lo, hi;

  sl_galaxy_range (galaxy, id, NULL, &lo, &hi);
  galaxy->value[id] = CLAMP (value, lo, hi);
}

int
sl_session_state_push (SlGalaxy *galaxy, SlParamId kept)
{
  for (guint i = 0; sl_param_order (i); i++)
    {
      SlParamId lower = sl_param_order (i)->lower, upper = sl_param_order (i)->upper;
      double margin = sl_param_order (i)->kept;

      if (kept == lower && galaxy->value[upper] < galaxy->value[lower] + margin)
        {
          set_clamped (galaxy, upper, galaxy->value[lower] + margin);
          return (int) upper;
        }
      if (kept == upper && galaxy->value[lower] > galaxy->value[upper] - margin)
        {
          set_clamped (galaxy, lower, galaxy->value[upper] - margin);
          return (int) lower;
        }
    }
  return -1;
}

void
sl_session_state_make_valid (SlGalaxy *galaxy)
{
  if ((guint) galaxy->sfh_form >= SL_N_SFH_FORMS)
    galaxy->sfh_form = SL_SFH_DIFFSTAR;
  if ((guint) galaxy->dust_law >= SL_N_DUST_LAWS)
    galaxy->dust_law = SL_DUST_SALIM;
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      double def;

      sl_galaxy_range (galaxy, i, &def, NULL, NULL);
      set_clamped (galaxy, i, isfinite (galaxy->value[i]) ? galaxy->value[i] : def);
    }
  for (guint i = 0; sl_param_order (i); i++)
    sl_session_state_push (galaxy, sl_param_order (i)->lower);
}

char *
sl_session_state_to_json (const SlSessionState *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_string_value (builder, STATE_FORMAT);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, STATE_VERSION);
  json_builder_set_member_name (builder, "program");
  json_builder_add_string_value (builder, SL_VERSION);
  json_builder_set_member_name (builder, "preset");
  json_builder_add_string_value (builder, self->preset);
  json_builder_set_member_name (builder, "sfh_form");
  json_builder_add_string_value (builder, sl_sfh_form_info (self->galaxy.sfh_form)->name);
  json_builder_set_member_name (builder, "dust_law");
  json_builder_add_string_value (builder, sl_dust_law_info (self->galaxy.dust_law)->name);
  json_builder_set_member_name (builder, "uv_bump_free");
  json_builder_add_boolean_value (builder, self->galaxy.uv_bump_free);
  json_builder_set_member_name (builder, "values");
  json_builder_begin_object (builder);
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      json_builder_set_member_name (builder, sl_param_info (i)->name);
      json_builder_add_double_value (builder, self->galaxy.value[i]);
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "gradient");
  json_builder_add_string_value (builder, sl_param_info (self->gradient)->name);
  json_builder_set_member_name (builder, "focus");
  json_builder_add_string_value (builder, self->focus);
  json_builder_set_member_name (builder, "follow");
  json_builder_add_boolean_value (builder, self->follow);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_data (generator, NULL);
}

static JsonNode *
member (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

static gboolean
read_values (SlGalaxy *galaxy, JsonObject *values, GError **error)
{
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      const char *name = sl_param_info (i)->name;
      JsonNode *node = json_object_get_member (values, name);

      if (node == NULL)
        continue;
      if (!JSON_NODE_HOLDS_VALUE (node) ||
          (json_node_get_value_type (node) != G_TYPE_DOUBLE && json_node_get_value_type (node) != G_TYPE_INT64))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s” is not a number"), name);
          return FALSE;
        }
      galaxy->value[i] = json_node_get_double (node);
    }
  return TRUE;
}

gboolean
sl_session_state_from_json (SlSessionState *self, const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  SlSessionState state = { .follow = self->follow, .gradient = self->gradient };
  JsonNode *root, *node;
  JsonObject *object;

  if (!json_parser_load_from_data (parser, text, length, error))
    return FALSE;
  root = json_parser_get_root (parser);
  object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (object == NULL || (node = member (object, "format", G_TYPE_STRING)) == NULL ||
      g_strcmp0 (json_node_get_string (node), STATE_FORMAT) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("expected the state of a session, found other data"));
      return FALSE;
    }
  if ((node = member (object, "version", G_TYPE_INT64)) == NULL || json_node_get_int (node) != STATE_VERSION)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("it was written by another version of the program"));
      return FALSE;
    }

  g_strlcpy (state.focus, self->focus, sizeof state.focus);
  g_strlcpy (state.preset, self->preset, sizeof state.preset);
  if ((node = member (object, "preset", G_TYPE_STRING)) && sl_preset_apply (json_node_get_string (node), &state.galaxy))
    g_strlcpy (state.preset, json_node_get_string (node), sizeof state.preset);
  else if (!sl_preset_apply (state.preset, &state.galaxy))
    sl_galaxy_init (&state.galaxy);
  if ((node = member (object, "sfh_form", G_TYPE_STRING)) && sl_sfh_form_lookup (json_node_get_string (node)) >= 0)
    state.galaxy.sfh_form = sl_sfh_form_lookup (json_node_get_string (node));
  if ((node = member (object, "dust_law", G_TYPE_STRING)) && sl_dust_law_lookup (json_node_get_string (node)) >= 0)
    state.galaxy.dust_law = sl_dust_law_lookup (json_node_get_string (node));
  if ((node = member (object, "uv_bump_free", G_TYPE_BOOLEAN)))
    state.galaxy.uv_bump_free = json_node_get_boolean (node);
  node = json_object_get_member (object, "values");
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("it holds no values"));
      return FALSE;
    }
  if (!read_values (&state.galaxy, json_node_get_object (node), error))
    return FALSE;
  if ((node = member (object, "gradient", G_TYPE_STRING)) && sl_param_lookup (json_node_get_string (node)) >= 0)
    state.gradient = sl_param_lookup (json_node_get_string (node));
  if ((node = member (object, "focus", G_TYPE_STRING)))
    g_strlcpy (state.focus, json_node_get_string (node), sizeof state.focus);
  if ((node = member (object, "follow", G_TYPE_BOOLEAN)))
    state.follow = json_node_get_boolean (node);
  sl_session_state_make_valid (&state.galaxy);
  *self = state;
  return TRUE;
}
