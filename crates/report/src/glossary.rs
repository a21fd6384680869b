//! The glossary: the field's words as this program uses them.

/// Word and meaning, in alphabetical order.
pub const WORDS: &[(&str, &str)] = &[
    (
        "adaptive",
        "A strategy that looks every half-year at whether it goes worse, by what leaders see, and tries another way of leading if the director notices.",
    ),
    (
        "agency (partner)",
        "One of schools, health, police, other council services, justice and the voluntary sector. The public is the seventh source of referrals.",
    ),
    (
        "agency worker",
        "A social worker who is hired by the week through an agency, at a premium: covers a vacant post, or comes on top of the establishment.",
    ),
    ("arm", "One strategy of a comparison, lived through on the same luck as the others."),
    (
        "assessment",
        "What follows a referral that is not closed at once; to be completed within 45 working days of the referral.",
    ),
    (
        "attention",
        "How a director's week is divided: half-days for seven uses. Ten are a full week, more drains.",
    ),
    ("authorisation", "The mandate that members, chief executive and public give a director: 0 to 1."),
    (
        "authorising environment",
        "Those without whose consent a leader cannot act: members, chief executive, inspectorate, press, residents.",
    ),
    (
        "balcony",
        "Where the pattern can be seen: time with figures and for thinking. The dance floor is where the work happens.",
    ),
    ("base level (of risk)", "The risk that a child comes back to when a shock has passed."),
    ("case", "One child whose episode is open; siblings are a case each."),
    ("caseload", "Open cases for each social worker who holds cases."),
    (
        "child in need",
        "A child whose assessment found needs that call for services (section 17 of the Children Act 1989).",
    ),
    ("common random numbers", "The same luck under every strategy, so that differences are not luck."),
    (
        "confidence sequence",
        "Intervals at every look that hold all at once, so that one may stop when they say enough.",
    ),
    (
        "connected, distributed, authentic, personalised",
        "The four models of leadership: source of influence (formal or moral) by nature of impact (formal or social). Here: presets, lowered to two numbers before the engine sees them.",
    ),
    (
        "contact",
        "Somebody tells the front door of a child. It becomes a referral if it passes the threshold.",
    ),
    ("culture", "What a team does when nobody looks: 0 compliance, 1 learning."),
    (
        "decision rights",
        "Who decides: for five kinds of decision, the shares of director, panel, manager, and practitioners with those who hold the pieces.",
    ),
    ("early help", "Help for families before or instead of social care."),
    (
        "episode of need",
        "From a referral that is not closed at once or as not in need until the case is closed.",
    ),
    ("front door", "Where contacts arrive and are accepted, passed to early help, or not."),
    ("ignorance", "What nobody knows: parameters within their ranges. Not luck, and not choice."),
    ("impact", "The second coordinate of a way of leading: 0 the top decides, 1 those who do the work do."),
    ("incumbent", "The style in force before anybody decides anything; the baseline of a comparison."),
    (
        "initial child protection conference",
        "The meeting of agencies after a section 47 enquiry that decides on a protection plan.",
    ),
    (
        "interim",
        "Somebody who holds the director's post for some months, half as strong, and keeps things as they were.",
    ),
    ("judgement", "The inspectorate's grade: inadequate, requires improvement, good, outstanding."),
    ("lead member", "The councillor who answers for children's services."),
    (
        "lineage",
        "Who a draw of luck belongs to, for ever: an authority, family, child, post, person, agency or team.",
    ),
    (
        "line, the",
        "Those whom a director manages: social care, early help, education services; never schools, health, police or courts.",
    ),
    ("looked after", "A child in the care of the authority, by agreement or by a court's order."),
    ("luck", "What would be otherwise if the same world were lived again: every draw of one replicate."),
    (
        "piece (of the picture)",
        "What one agency knows of a child. While a piece is not shared, the picture errs either way, and help and protection reach less far.",
    ),
    ("practice framework", "A validated way of working, announced, taken up by teams, and embedded or not."),
    ("prescription", "How far rules lay down the work: 0 nothing, 1 everything."),
    ("primary outcome", "The one outcome that decides a scenario, named before any result is looked at."),
    (
        "protection plan",
        "What a conference makes for a child at risk of significant harm; reviewed after three months and then every six.",
    ),
    ("re-referral", "A referral of a child whose last referral was within twelve months."),
    ("referral", "A contact that the front door accepts while no episode is open for that child."),
    ("replicate", "One world: one draw of all luck, lived through under every strategy."),
    ("salience", "How much the public minds about child protection just now: 0 to 1."),
    ("second or later plan", "A protection plan for a child who ever had one before."),
    (
        "section 47 enquiry",
        "The enquiry into whether a child is suffering significant harm (section 47 of the Children Act 1989).",
    ),
    ("section 251 return", "What councils tell the Department for Education of their spending."),
    (
        "settled",
        "Of a comparison: every interval on the primary outcome lies beyond what matters, or within it.",
    ),
    (
        "smallest difference that matters",
        "The margin of a comparison: a share of the baseline's mean, never below a floor, from the registry of outcomes or the scenario's `[margins]`.",
    ),
    (
        "source",
        "The first coordinate of a way of leading: 0 influence travels along the line alone, 1 along relationships as well.",
    ),
    (
        "strategy",
        "All that a leader can decide: style, rights, attention, investments, responses, rules, whether to adapt.",
    ),
    ("sufficiency", "Whether there are enough placements near home for the children who need one."),
    (
        "switch-over",
        "The day on which teams, people or systems change: ties are cut, cases change hands, hours are lost.",
    ),
    (
        "threshold",
        "What must be believed of a child's risk for something to be done. It falls with fear, rises with load, and varies from year to year.",
    ),
    (
        "trust, language",
        "What two agencies have between them: that pieces are shared, and that they are understood.",
    ),
    ("unserved", "A child with needs and no open case. Nobody publishes their number."),
    ("utilisation", "Workload against hours available. Above one, something is not done."),
    (
        "verdict",
        "What is said of a difference. Clearly better or worse (lower, higher): the 95 % interval excludes 0 and its middle is beyond the smallest difference that matters. A little better or worse: it excludes 0, and its middle is not beyond that. No difference that matters: it holds 0 and lies inside that either way. Cannot tell yet: anything else.",
    ),
    (
        "warm-up",
        "The weeks before week 0, 104 unless the scenario says otherwise, in which all live under the incumbent; a state that the scenario gives is held.",
    ),
    (
        "what matters",
        "The least that matters is the smallest difference of an outcome that counts: 5 % of harm as found, say. A difference of 3 times the least that matters is three times as large. It is set, not found: see the smallest difference that matters.",
    ),
];
