"""A process definition from its file: read, checked, and told in sentences with file and line what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.checking import check
from domain.definition import ProcessDefinition
from domain.survey.questionnaire import Questionnaire
from domain.survey_rule_check import check_against
from domain.world import Person
from kit.i18n import N_
from kit.problems import Gettext
from kit.yaml_lines import Lined
from umlauf.checked_file import Checked, Kind, load_checked, read_checked, told

FINDINGS: Mapping[str, str] = {
    "region_unknown": N_("The region “{name}” is not a German state. Known: {known}."),
    "timezone_unknown": N_("The time zone “{name}” is not known."),
    "id_twice": N_("The id “{name}” is used twice in this list. Please give one of them another."),
    "department_unknown": N_("There is no department “{name}”. Please add it under “departments” or name another."),
    "goal_unknown": N_("There is no goal “{name}” to stand under."),
    "goal_cycle": N_("The goal “{name}” stands under itself. Please let one goal of the circle stand on its own."),
    "weights": N_("The weights of the criteria add up to {total}. Please make it 100."),
    "scale_upside_down": N_("The scale goes from {from} to {to}. It must end higher than it begins."),
    "knock_out_off_scale": N_("“knock_out_below” must lie on the scale: above {from}, at most {to}."),
    "knock_out_of_the_best": N_(
        "Low scores are the good ones for “{name}”: “knock_out_below” would rule out the best."
    ),
    "stage_missing": N_("The next stage “{name}” is not described under “stages”. Describe it, or lead elsewhere."),
    "stage_again": N_("This leads back to “{name}”: an idea would never reach its decision."),
    "stage_unreachable": N_("No stage leads to “{name}”. Let one name it under “then”, or leave it out."),
    "decision_by_nobody": N_("Without prioritisation nobody puts an idea before a person: name the body that decides."),
    "quorum_over_ask": N_("{quorum} answers are needed, but only {ask} people are asked: this can never be met."),
    "ask_and_who": N_("“who” says whom the review asks: please leave out “ask”."),
    "quorum_and_enough": N_("“enough” says when the review has what it needs: please leave out “quorum”."),
    "group_how": N_(
        "Who belongs to the group “{name}”? Please say it in exactly one way (role, function and department may stand"
        " together). Said now: {ways}."
    ),
    "function_unknown": N_("There is no function “{name}”. Please add it under “functions” or name another."),
    "count_over_people": N_("{count} people are to be asked, but the group can only have {people}."),
    "enough_how": N_("Please give exactly one of “when”, “number”, “percent” and “groups”. Given now: {ways}."),
    "enough_of": N_("“of” has no meaning beside “when: {when}”: please leave it out."),
    "group_unknown": N_("There is no group “{name}” under “who”."),
    "group_too_small": N_("The group “{name}” asks {count} people, but there are only {people}."),
    "criterion_unknown": N_("There is no criterion “{name}”."),
    "disagreement_never": N_("Scores on a scale of {span} steps never differ by more than {more_than}."),
    "sign_off_skips_all": N_("Every step has a condition, so nobody might sign. Please let at least one be without."),
    "sign_together_apart": N_("Steps that are asked together, as “{name}”, must stand one after the other."),
    "sign_by_nobody": N_("Nobody can sign the step “{name}” (department: {department})."),
    "reminder_too_late": N_("A reminder after {after} working days would come when the {days} days are over."),
    "reminder_too_early": N_("A reminder {before} working days before the end of {days} would come before the task."),
    "length_missing": N_("How long is this deadline? Please give one of: {units}."),
    "starts_at_intake": N_(
        "Whether the documents are complete is found out here, so this clock cannot wait for it. Please leave out"
        " “starts”."
    ),
    "length_twice": N_("This deadline has two lengths, “{first}” and “{second}”. Please leave one of them out."),
    "escalates_too_early": N_(
        "This escalates {days} working days before the deadline is over. Please write 0, or how many after."
    ),
    "deputy_too_early": N_(
        "A deputy would be asked {days} working days before the deadline is over. Please write 0, or how many after."
    ),
    "escalates_before_deputy": N_(
        "This escalates after {after} working days, before the deputy is asked after {deputy}. Please write at least"
        " {deputy}."
    ),
    "again_nobody": N_(
        "{ask} people are asked and {quorum} answers are needed; if one asks for changes and nobody is asked again, "
        "an answer is missing. Please say “those_who_asked”, or ask more people."
    ),
    "deputy_for_nobody": N_("The office itself has this task, so nobody stands in. Please leave out “deputy_after”."),
    "deputy_for_asked": N_("Nobody can stand in for whoever is asked here. Please leave out “deputy_after”."),
    "escalates_what_is_over": N_(
        "A question is over with its deadline, so this would never escalate. Please leave out “escalate”, or add"
        " “silence” and “silence_after”."
    ),
    "bulk_without_code": N_(
        "Several answers at once have no code of their own, so “bulk” does not fit “assurance: {level}”. Please leave"
        " out “bulk”, or write “assurance: L0”."
    ),
    "receipt_waits": N_("The receipt holds the way to object, so it cannot wait. Please leave out “digest”."),
    "objection_length": N_("How long may somebody object? Please give one of: minutes, hours, working_days."),
    "silence_undeclared": N_("“silence_after” says when, but not what silence means. Please add “silence”: {known}."),
    "silence_of_nobody": N_("The office itself has this task: its silence means nothing. Please leave out “silence”."),
    "silence_misfit": N_("Silence cannot be “{meaning}” here. It may be: {known}."),
    "silence_too_early": N_(
        "Silence would count before the last step, {last} working days after the end. Please write “silence_after”:"
        " {least} at least."
    ),
    "mail_hours_upside_down": N_("Mails would leave from {from} to {to}: that is no time at all."),
    "digest_urgent": N_("“{event}” cannot wait for the daily mail. Please remove “digest”."),
    "digest_submitter": N_("Submitters have no daily mail, so “{mail}” to them cannot wait. Please remove “digest”."),
    "mail_unknown": N_("There is no mail “{name}”."),
    "not_about_a_task": N_("“{event}” is not about a task: please leave out “task”."),
    "nobody_told": N_("“tell” names nobody. Please name somebody or leave out the notice."),
    "notice_twice": N_("“{who}” would get the mail “{mail}” twice for the same reason."),
    "notice_missing": N_("No notice tells “{who}” of “{event}”: nobody would know that it is their turn."),
    "rule_without_review": N_("There is no review to go back to: let “{name}” lead to a note."),
    "rule_field_unknown": N_("Nothing is known as “{name}” here."),
    "rule_operator_misfit": N_("“{name}” cannot be compared by “{operator}”."),
    "rule_value_misfit": N_("“{name}” cannot be compared with this value by “{operator}”."),
    "rule_word_unknown": N_("“{name}” is never said here, so this would never hold."),
    "rule_share_of_nothing": N_("A share of which answers? Please name them under “options”."),
    "rule_share_off_scale": N_("A share lies between 0 and 1, but this is {value}: half of them is 0.5."),
    "rule_question_unknown": N_(
        "No questionnaire here has a question “{name}”, so the rule “{rule}” would never hold."
    ),
    "rule_option_unknown": N_("The question “{question}” has no answer “{name}” in any questionnaire here."),
    "series_dates": N_("When do the rounds of “{name}” come? Please give exactly one of “every” and “months”."),
    "series_title": N_("The title of a round is one line of 1 to {most} characters."),
    "series_take": N_("With approvals the budget says how many ideas go forward. Please leave out “take”."),
    "series_criteria": N_("Criteria are for scores. With “asks: {asks}” please leave out “criteria”."),
    "series_method_unknown": N_("There is no method “{name}”."),
    "series_method": N_("The method “{name}” cannot rank what “asks: {asks}” gives. It may be: {known}."),
    "series_setting_unknown": N_("None of these methods has a setting “{name}”. They know: {known}."),
    "series_setting_missing": N_("The method “{method}” needs “{name}”. Please give it under “settings”."),
    "series_setting_most": N_("“{name}” must not be above {most}."),
    "series_setting_number": N_("“{name}” must be a number that such a method can count with, and is not below 0."),
    "series_setting_one": N_("“{name}” is one criterion alone. Please name one."),
    "office_missing": N_("No active person has the role “office”: nobody could look at what comes in."),
    "decider_missing": N_("No active person has the role “decider”, and no body is named: nobody could decide."),
    "too_few_reviewers": N_("{quorum} answers are needed, but there are only {reviewers} reviewers."),
    "nobody_to_ask": N_("No reviewer has the theme “{theme}” or belongs to its department: there is nobody to ask."),
}


@dataclass(frozen=True, slots=True)
class LoadedDefinition:
    """A definition that works, in the form it is kept, and the hash that names it."""

    definition: ProcessDefinition
    text: str
    content_hash: str
    file: str
    lines: Lined

    def warnings(self, forms: Iterable[Questionnaire], gettext: Gettext = str) -> list[str]:
        """What its rules ask of questionnaires that have no such question or answer, as "file:line: sentence"."""
        found = check_against(self.definition.survey_rules, forms)
        return told(found, FINDINGS, self.lines, self.file, gettext)


def load_definition(path: Path, people: Iterable[Person] | None = None, gettext: Gettext = str) -> LoadedDefinition:
    """The definition in this file; raises DefinitionBroken with every problem as "file:line: sentence"."""
    return _loaded(load_checked(path, _kind(people), gettext), str(path))


def read_definition(
    raw: bytes, file: str, people: Iterable[Person] | None = None, gettext: Gettext = str
) -> LoadedDefinition:
    """The definition in these bytes; `file` is what the problems call them."""
    return _loaded(read_checked(raw, file, _kind(people), gettext), file)


def _kind(people: Iterable[Person] | None) -> Kind[ProcessDefinition]:
    return Kind(ProcessDefinition, lambda definition: check(definition, people), FINDINGS)


def _loaded(checked: Checked[ProcessDefinition], file: str) -> LoadedDefinition:
    definition = checked.content
    return LoadedDefinition(definition, definition.text, definition.content_hash, file, checked.lines)
