"""Other words for the names that authors choose from: keys and closed lists of personas, scenarios, contestants, runs.

One line a name, with the words that somebody may write for it. A word may stand for several names, since it is looked
up among those that are possible in its place; the order of the lines is then the order of the guesses.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

_TEXT = """
# who may learn something
employer: boss, manager, supervisor, company, workplace, human resources, hr
colleague: coworker, co worker, workmate, teammate
landlord: landlady, letting agent, owner, estate agent
neighbour: neighbor, neighbors, neighbours
insurer: insurance, insurance company
bank: lender, creditor, financial adviser
doctor: physician, gp, hospital, clinic, nurse, dentist, pharmacist
therapist: psychologist, psychiatrist, counsellor, counselor
school: teacher, university, college, professor
public office: authority, authorities, government, council, tax office, police, state, official, job centre
shop: store, seller, retailer, merchant, vendor, company, customer service
travel agent: airline, hotel, travel agency, host
friend: friends, buddy, mate
relative: family, mother, father, mum, mom, dad, parent, parents, brother, sister, sibling, son, daughter, child,
  aunt, uncle, cousin, grandmother, grandfather, grandparent, husband, wife, spouse, partner, in law, kin
former partner: ex, ex husband, ex wife, ex partner, ex boyfriend, ex girlfriend
stranger: anyone, anybody, everyone, everybody, public, internet, world

# categories of facts
finance: money, financial, finances, income, debt
relationships: relationship, family, love, partner, social
mental_health: psychology, mental, wellbeing, emotions
education: school, study, studies, learning, university
health: medical, medicine, illness, body
housing: home, flat, apartment, house, rent, living
legal: law, court, crime
employment: work, job, career, profession
schedule: calendar, time, appointments, dates, availability, plans
general: other, misc, miscellaneous, any, personal, none

# kinds of facts
income: salary, wage, wages, pay, earnings, earns
debt: loan, loans, credit, owes, mortgage, debts, overdraft
benefits: welfare, allowance, social security
budget: spending, price limit
partner: husband, wife, spouse, boyfriend, girlfriend, marriage, relationship
separation: divorce, breakup, split, divorced
children: kids, kid, child, son, daughter, children at home
family_conflict: family, quarrel, feud, estrangement
anxiety: panic, stress, fear, worry, phobia
burnout: exhaustion, overwork
diagnosis: illness, disease, condition, sickness, health, medical condition
medication: medicine, drugs, pills, prescription, tablets
disability: handicap, impairment, deafness
pregnancy: pregnant, baby, expecting
allergy: allergies, intolerance, allergic
injury: accident, pain, wound, surgery, operation
school_record: grades, degree, education, qualification
learning_difficulty: dyslexia, adhd
address: street, home, location, residence, city
move_out_date: moving, moving date, leaving date
household: flatmates, flatmate, lives with, family
legal_trouble: lawsuit, court, police, crime, conviction, trial, lawyer
immigration: visa, citizenship, nationality, residence permit, passport
employer_name: employer, company, workplace, firm
job_title: job, occupation, profession, role, work, position
job_search: unemployed, unemployment, job hunting, quitting, new job
work_history: experience, cv, resume, career
appointment: meeting, date, visit
availability: schedule, free time, times
travel_dates: holiday, trip, vacation, travel, journey
age: birthday, birth date, date of birth, born, years
phone: telephone, mobile, phone number, contact
hobby: hobbies, interests, interest, pastime, sport, likes
religion: faith, belief, church
orientation: sexuality, sexual orientation
item: product, thing, purchase, device, object

# how often, how much, how well
never: no, none, zero, false, off
rarely: seldom, hardly, low, little, few, hardly ever
sometimes: occasionally, medium, normal, average, now and then, moderate
often: always, frequently, usually, yes, high, true, a lot, much
none: nothing, no, zero, off
some: basic, beginner, little, low, a bit, yes
working: good, medium, intermediate, solid, competent, fair
expert: high, advanced, professional, master, excellent
short: brief, concise, terse, small
medium: middle, normal, average
long: lengthy, detailed, verbose
prose: text, paragraphs, sentences
list: bullets, bullet points, steps, numbered
one: yes, a question, some
answer: risk, result, conclusion
feeling: empathy, emotion, sympathy

# how somebody writes, feels, pushes back, leaves
usual: normal, standard, sentence, mixed, proper, regular
lower: lowercase, lower case, small, small letters
shouts: upper, uppercase, upper case, caps, all caps
says_so: announces, politely, says goodbye, explicitly
trails_off: fades, gradually, slowly
vanishes: silently, disappears, ghosts, leaves, quits, abruptly
accepts: ignores, agrees, tolerates, yields, lets it pass
hedges: doubts, hesitates, softens, indirectly
objects: corrects, disagrees, protests, complains, pushes back, insists
scolds: angry, shouts at, attacks, rants, snaps
open: openly, shows, yes, visible
leaks: partly, somewhat, sometimes
hides: hidden, conceals, masks, no, closed, never
fundamentalist: strict, concerned, protective, private
pragmatist: pragmatic, moderate, balanced
unconcerned: relaxed, careless, open

# how a wish shows, and what may be told
states: says, tells, explicit, explicitly, directly, stated, asks
hints: implicit, implicitly, implies, suggests, indirectly
reacts_only: reacts, reaction, silent, silently, behaviour, behavior, never, complains
private: personal, home, leisure, family
work: job, business, professional, office
any: all, everywhere, everything, always, both
only_if_needed: needed, necessary, if needed, when needed, if necessary, sometimes, need to know
if_asked: asked, when asked, on request, ask
freely: always, openly, yes, anyone, public, volunteers

# acts of a dialogue
greets: greeting, greetings, hello, hi
asks: ask, question, questions, request, requests
answers: answer, reply, replies
objects: objection, disagrees
thanks: thank, thank you, gratitude
agrees: agree, yes, okay
chats: chat, small talk, smalltalk
changes_subject: change of subject, other topic
impatient: annoyed, angry, impatience
leaves: goodbye, bye, farewell, leaving, ends
declines: refuses, no, decline

# values of Schwartz
self_direction: freedom, independence, autonomy, creativity, curiosity
stimulation: excitement, adventure, novelty, variety
hedonism: pleasure, fun, enjoyment
achievement: success, ambition, competence
power: wealth, status, control, influence
security: safety, stability, order, health
conformity: obedience, politeness, discipline
tradition: custom, customs, religion, faith
benevolence: kindness, helpfulness, loyalty, caring, family, friendship, honesty
universalism: justice, equality, tolerance, fairness, nature, environment, peace
sincerity: sincere, authenticity
greed_avoidance: greed, generosity, frugality
modesty: humility, humbleness
fairness: honesty, justice

# facets of personality, by their names in IPIP-NEO and in the NEO-PI-R
N1: anxiety, fearfulness, anxious, neuroticism
N2: anger, angry hostility, hostility, temper
N3: depression, sadness
N4: self consciousness, shyness, shy
N5: immoderation, impulsiveness, impulsivity
N6: vulnerability, stress
E1: friendliness, warmth, warm, extraversion, extroversion
E2: gregariousness, sociability
E3: assertiveness, dominance
E4: activity level, activity, energy
E5: excitement seeking, adventure
E6: cheerfulness, positive emotions, joy
O1: imagination, fantasy, openness
O2: artistic interests, aesthetics, art
O3: emotionality, feelings
O4: adventurousness, actions, curiosity
O5: intellect, ideas, curiosity
O6: liberalism, values
A1: trust, trusting, agreeableness
A2: morality, straightforwardness, honesty
A3: altruism, kindness, helpfulness
A4: cooperation, compliance
A5: modesty, humility
A6: sympathy, tender mindedness, empathy
C1: self efficacy, competence, conscientiousness
C2: orderliness, order, tidiness
C3: dutifulness, duty, reliability
C4: achievement striving, ambition
C5: self discipline, discipline, diligence
C6: cautiousness, deliberation, caution

# keys of a persona
identity: person, who, profile, demographics
biography: bio, backstory, background, memories, history, past, formative memories
traits: personality, character, big five, ocean, facets
values: beliefs, principles, convictions
mind: thinking, knowledge, cognition, expertise
voice: style, tone, speech, writing, writing style, language, communication
humor: humour, jokes, comedy
feeling: mood, emotion, emotions, feelings, affect, temperament
bond: attachment, trust, relationship
patience: tolerance
cooperation: grice, cooperativeness
pushback: resistance, objections, conflict
preferences: wishes, likes, wants, prefers, tastes, preference, dislikes, needs
facts: attributes, details, information, data, personal facts
secrets: private, confidential, sensitive, secret, private facts
privacy_stance: privacy, westin
life: threads, ongoing, events
sources: source, references
name: full name, called, first name
pronouns: gender, sex
locale: language, lang, country, nationality
home: city, location, lives, residence, address, town, lives in
work: job, occupation, profession, employer, career
household: lives with, flatmates, family
languages: speaks, language
memory: event, story, text, what
left_them_with: lesson, habit, effect, result, consequence
level: score, value, strength, intensity
shows_as: shows, description, behaviour, behavior, text, how, example
but: contradiction, contradictions, however
holds: believes, belief, principles
shrugs_at: ignores, indifferent to
thinks_by: thinking, style, method
wants_depth: depth, detail
knows: knowledge, expertise, skills
is_wrong_about: misconceptions, false beliefs, wrong
words_per_message: length, message length, words, message words
usual: average, mean, typical, normal, median
long: max, maximum, longest
formality: register, formal, tone
typos_per_100w: typos, spelling, misspellings, errors
capitals: capitalization, capitalisation, caps, case
emoji: emojis, smileys, emoticons
greets: greeting, greetings
thanks: thankful, gratitude, thanking
asks_back: questions, asks questions
samples: examples, messages, sample, example
never_says: avoids, taboo, forbidden, never
lines: phrases, quotes, catchphrases
own_words: vocabulary, slang, dialect, words
makes: jokes, tells
enjoys: likes, laughs at, loves
lands_badly: dislikes, hates, offends
baseline: resting, start, default, mood
soothed_by: soothes, calmed by, likes, comforted by
stung_by: stings, hurt by, triggers, angered by, annoyed by
what: event, trigger, text, about
size: amount, strength, weight, level, value
leaves_by: leaves, exit, ends by, leaving
drains: costs, drain
refills: rewards, refill
about: topic, subject, on, matter, title
value: text, content, wish, description, is, what, wants
topic: subject, domain, area
importance: weight, priority, strength, rank
because: reason, why, rationale, explanation
context: where, situation, setting
shown_by: shown, shows, expressed by, how, visibility
says_like: says, phrasing, phrasings, examples, said as, utterances, quotes, samples
from_session: session, since, starts, from
favours: favors, prefers, checks, attributes
changes: change, later, updates, evolves
key: kind, type, id, name, fact
openly: open, public
sensitivity: sensitive, severity, level
own_policy: policy, tells, discloses, disclosure
flows: flow, recipients, sharing, permissions, rules, may learn, who
recipient: to, who, whom, receiver, audience, for
purpose: why, reason, for, goal
principle: condition, rule, norm
allowed: allow, permitted, ok, may, share
now: state, current, status, text
may_move_to: next, moves to, then, outcomes
extends: extend, inherits, include, includes, fragments, mixin, base

# keys of a scenario
title: name, heading, label
domain: topic, area, category, field, subject
touches: topics, tags, subjects, topic
cast: who, personas, people, casting
needs: requires, required, need
sessions: session, steps, turns, conversations, dialogues, course
probes: probe, tests, test, questions, quiz
kind: type, sort
gap_days: gap, days, after, delay, days later, pause
need: wants, problem, situation, task, prompt, description
goal: aim, objective, success, target, outcome
opens_with: opening, opener, first message, begins with, start
asks: questions, ways to ask, requests, ask
follow_ups: followups, follow up, next questions, then
turns: messages, script, dialogue, lines
options: choices, alternatives, items
show_options: options shown, list options
content: knowledge, facts, background, information
may_reveal: reveals, may tell, reveal, discloses
needs_facts: needed facts, facts, requires
norms: rules, privacy, norm
share: allowed, may share, tell, should share
withhold: hide, forbidden, keep back, must not share, keep
channel: medium, by, via
calls_back: callback, callbacks, refers to, recalls
retracts: forgets, takes back, forget, erase
checks: check, tests
kept_by: options, satisfied by, keeps
inject: faults, errors, inject fault
max_turns: turns, length, limit, max
gold: answer, expected, correct, solution
question: text, ask, prompt
has: attributes, properties, features
task: job, problem, errand, work
talk: chat, conversation, small talk, smalltalk, social
message: email, e mail, letter, mail, text message
noise: off topic, filler, distraction, other
scripted: script, fixed, given, replay
user: person, human, customer, persona
assistant: bot, contestant, ai, model, agent, chatbot
memory: recall, remember
factuality: fact, facts, truth
open: free, text, open ended
choice: multiple choice, options, select, mcq
explicit: stated, direct, told
implicit: implied, indirect, inferred

# keys of a run and of a contestant
personas: people, users, persona, who
scenarios: scenario, courses, tasks, course
contestants: assistants, agents, contestant, bots, systems, assistant
models: model, llms, llm
seeds: repeats, repetitions, seed, runs, trials, n
first_seed: seed, random seed
concurrency: parallel, workers, threads, jobs
processes: cores, cpus
judge: scores, judges, evaluator, grader
contestant: assistant, agent, model, bot
panel: judges, jury
samples: votes, repeats
budget: limits, limit
max_cost: cost, usd, dollars, price
max_time: time, timeout, duration
runs_dir: output, out, folder, directory, journal
db: database, duckdb
id: model, name, model id, model name
api_base: url, base url, endpoint, host, base
temperature: temp
max_tokens: tokens, max output tokens
timeout_s: timeout, seconds
max_tries: retries, tries, attempts
ask: policy, ask policy, questions
guard: guards, privacy, filter, safety
style: tone, persona, manner
options: settings, parameters, params, config
"""


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Word (small letters, single spaces) -> the names it may stand for, the likeliest first."""
    meant: dict[str, list[str]] = {}
    joined = _TEXT.replace(",\n  ", ", ")
    for line in joined.splitlines():
        if line and not line.startswith("#"):
            name, _, words = line.partition(":")
            for word in words.split(","):
                meant.setdefault(word.strip(), []).append(name)
    return MappingProxyType({word: tuple(dict.fromkeys(names)) for word, names in meant.items()})
