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
 * @list: (nullable): makes the list where another table has what is in it
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
  const OvTopicItem *(*list) (void);
  const char *after;
  const char *verbatim;
} OvTopic;

extern const OvTopic ov_topic_train;
extern const OvTopic ov_topic_instruments;
extern const OvTopic ov_topic_model;
extern const OvTopic ov_topic_ladder;
extern const OvTopic ov_topic_ladder_examples;
extern const OvTopic ov_topic_find_lr;
extern const OvTopic ov_topic_find_lr_examples;
extern const OvTopic ov_topic_forecast;
extern const OvTopic ov_topic_forecast_examples;
extern const OvTopic ov_topic_step;
extern const OvTopic ov_topic_step_examples;
extern const OvTopic ov_topic_valley;
extern const OvTopic ov_topic_valley_examples;
extern const OvTopic ov_topic_compare;
extern const OvTopic ov_topic_compare_examples;
extern const OvTopic ov_topic_diagnose;
extern const OvTopic ov_topic_diagnose_examples;
extern const OvTopic ov_topic_data;
extern const OvTopic ov_topic_data_examples;
extern const OvTopic ov_topic_runs;
extern const OvTopic ov_topic_show;
extern const OvTopic ov_topic_run_actions;
extern const OvTopic ov_topic_run_files;
extern const OvTopic ov_topic_library;
extern const OvTopic ov_topic_sweep;
extern const OvTopic ov_topic_sweep_values;
extern const OvTopic ov_topic_sweep_files;
extern const OvTopic ov_topic_sweep_clusters;
extern const OvTopic ov_topic_sweep_ends;
extern const OvTopic ov_topic_sweep_examples;
extern const OvTopic ov_topic_program;
extern const OvTopic ov_topic_schedules;
extern const OvTopic ov_topic_optimisers;
extern const OvTopic ov_topic_formats;
extern const OvTopic ov_topic_results;
extern const OvTopic ov_topic_ends;
extern const OvTopic ov_topic_environment;
extern const OvTopic ov_topic_examples;
extern const OvTopic ov_topic_weights;
extern const OvTopic ov_topic_window;
extern const OvTopic ov_topic_window_data;
