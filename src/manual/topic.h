/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvTopicItem:
 * @term: what is explained; it is not translated
 * @text: (nullable): the explanation, not yet translated
 *
 * A line of a list.
 */
typedef struct
{
  const char *term;
  const char *text;
} OvTopicItem;

/**
 * OvTopic:
 * @title: its heading, not yet translated
 * @before: (nullable): what stands before the list, not yet translated
 * @items: (nullable): a list, ended by an item without a term
 * @after: (nullable): what stands after the list, not yet translated
 * @verbatim: (nullable): lines for a machine, which are neither translated nor wrapped
 *
 * A part of the help and of the manual page, free of the form that either gives it.
 */
typedef struct
{
  const char        *title;
  const char        *before;
  const OvTopicItem *items;
  const char        *after;
  const char        *verbatim;
} OvTopic;

extern const OvTopic ov_topic_train;
extern const OvTopic ov_topic_model;
extern const OvTopic ov_topic_runs;
extern const OvTopic ov_topic_run_actions;
extern const OvTopic ov_topic_library;
extern const OvTopic ov_topic_program;
extern const OvTopic ov_topic_formats;
extern const OvTopic ov_topic_results;
extern const OvTopic ov_topic_ends;
extern const OvTopic ov_topic_environment;
extern const OvTopic ov_topic_examples;
extern const OvTopic ov_topic_weights;
extern const OvTopic ov_topic_window;
extern const OvTopic ov_topic_window_data;
