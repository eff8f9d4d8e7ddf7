"""The verbs a Do line may start with (content rule 5): what a person can do, in plain words."""

_VERBS = """
accept acknowledge act add adjust admit agree alert allow answer apologize approach arrange ask
assign attend avoid back bag bar be begin believe bend block book borrow brace breathe bring build
call calm cancel carry catch change charge check choose circle clap clean clear click close coach
collect come comfort compare confirm connect consult continue cool copy count cover cross crouch
cut decide decline delay describe dial dim direct dismiss do document drive drop dry duck ease eat
edge email empty end escort evacuate excuse exit expect explain face fetch fight file fill find
finish fix flag fold follow forgive forward free freeze gather get give glance glove go greet
ground group guard guide halt hand handle hang have hear heed help hide hold honor identify ignore
inform insist intervene introduce invite join jot judge keep kneel knock label lay lead lean leave
lend let lie lift limit line link list listen loan locate lock log look lower make mark match meet
mention mind mirror monitor mouth move mute name nod note notice notify nudge observe offer open
order own pace page park pass pat pause pay pick place plan plug point position post praise pray
prepare press prevent print proceed promise prop propose protect provide pull push put quiet quit
quote radio raise reach read reassure recap recheck record reduce refer refund refuse rehearse
rejoin relax release relieve remain remember remind remove rename renew reopen repeat replace
reply report reprint request rescue reserve reset respect respond rest restart restate resume
retry return reword ring rinse roll rotate rub run salute save say scan schedule scroll seal
search seat secure see seek send separate serve set settle shadow share shift shout show shut sign
silence sit skim skip slide slip slow smile soften sort spare speak spell split spray squat staff
stand start state stay steer step stick stop store suggest summon support swallow swap sweep
switch take talk tap tape tell tend test text thank think tidy tie tilt time touch trace trade
transfer translate treat trust try turn type unfold unjam unlock unplug update use usher vacate
verify video view visit voice void wait waive walk warm warn wash watch wave wear weigh welcome
whisper widen wink wipe withdraw work wrap write yield zip
"""
VERBS = frozenset(_VERBS.split())
